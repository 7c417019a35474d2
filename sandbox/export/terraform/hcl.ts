/** An expression as it is written, beside what JSON can say. */
export class Expression {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

export type Hcl = string | number | boolean | Expression | readonly Hcl[] | { readonly [name: string]: Hcl }

/** `type "label" { … }`; attributes and blocks in the order in which they are given, without those that are undefined. */
export interface Block {
  readonly type: string
  readonly labels: readonly string[]
  readonly attributes: Readonly<Record<string, Hcl | undefined>>
  readonly blocks?: readonly Block[]
}

const INDENT = '  '
const IDENTIFIER = /^[A-Za-z_][\w-]*$/

/** As `terraform fmt` would leave it. */
export function writeBlock({ type, labels, attributes, blocks = [] }: Block, depth = 0): string {
  const pad = INDENT.repeat(depth)
  const head = [type, ...labels.map((label) => JSON.stringify(label))].join(' ')
  const lines = aligned(Object.entries(attributes).flatMap(([name, value]) => (value === undefined ? [] : [[name, write(value, depth + 1)] as const])), depth + 1)
  const parts = [...(lines === '' ? [] : [lines]), ...blocks.map((block) => writeBlock(block, depth + 1))]
  return parts.length === 0 ? `${pad}${head} {}` : `${pad}${head} {\n${parts.join('\n\n')}\n${pad}}`
}

/** Equal signs stand below each other as long as the lines before them are single ones. */
function aligned(pairs: readonly (readonly [name: string, text: string])[], depth: number): string {
  const lines: string[] = []
  let group: (readonly [string, string])[] = []
  const flush = () => {
    const width = Math.max(0, ...group.map(([name]) => name.length))
    lines.push(...group.map(([name, text]) => `${INDENT.repeat(depth)}${name.padEnd(width)} = ${text}`))
    group = []
  }
  for (const pair of pairs) {
    if (pair[1].includes('\n')) {
      flush()
      lines.push(`${INDENT.repeat(depth)}${pair[0]} = ${pair[1]}`)
    } else group.push(pair)
  }
  flush()
  return lines.join('\n')
}

export function write(value: Hcl, depth = 0): string {
  if (value instanceof Expression) return value.text.replaceAll('\n', `\n${INDENT.repeat(depth)}`)
  if (typeof value === 'string') return quoted(value)
  if (typeof value !== 'object') return String(value)
  const inner = INDENT.repeat(depth + 1)
  const outer = INDENT.repeat(depth)
  if (isList(value)) {
    if (value.every((item) => typeof item !== 'object' || item instanceof Expression)) return `[${value.map((item) => write(item, depth)).join(', ')}]`
    return `[\n${value.map((item) => `${inner}${write(item, depth + 1)},\n`).join('')}${outer}]`
  }
  const pairs = Object.entries(value).map(([name, item]) => [IDENTIFIER.test(name) ? name : quoted(name), write(item, depth + 1)] as const)
  return pairs.length === 0 ? '{}' : `{\n${aligned(pairs, depth + 1)}\n${outer}}`
}

const isList = (value: Hcl): value is readonly Hcl[] => Array.isArray(value)

/** A string in which nothing is a template. */
export function quoted(text: string): string {
  return `"${escaped(text)}"`
}

export function escaped(text: string): string {
  return JSON.stringify(text).slice(1, -1).replaceAll('${', '$${').replaceAll('%{', '%%{')
}
