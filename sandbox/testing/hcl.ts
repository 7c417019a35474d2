/** A block of a Terraform configuration, as far as a check against a schema needs it: expressions stay text. */
export interface ReadBlock {
  readonly type: string
  readonly labels: readonly string[]
  readonly attributes: Readonly<Record<string, string>>
  readonly blocks: readonly ReadBlock[]
}

/** Reads blocks and attributes; throws where braces, quotes or lines do not fit together. */
export function readHcl(text: string): ReadBlock[] {
  const reader = new Reader(text)
  const blocks: ReadBlock[] = []
  for (reader.skip(/\s*/y); !reader.isAtEnd; reader.skip(/\s*/y)) blocks.push(block(reader))
  return blocks
}

class Reader {
  readonly text: string
  at = 0

  constructor(text: string) {
    this.text = text
  }

  get isAtEnd(): boolean {
    return this.at >= this.text.length
  }

  skip(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at
    const found = pattern.exec(this.text)?.[0]
    this.at += found?.length ?? 0
    return found
  }

  need(pattern: RegExp, what: string): string {
    const found = this.skip(pattern)
    if (found !== undefined) return found
    throw new Error(`${what} expected at: ${JSON.stringify(this.text.slice(this.at, this.at + 60))}`)
  }
}

function block(reader: Reader): ReadBlock {
  const type = reader.need(/[a-z_]\w*/y, 'a block')
  const labels: string[] = []
  for (let label = reader.skip(/ "[^"]*"/y); label !== undefined; label = reader.skip(/ "[^"]*"/y)) labels.push(label.slice(2, -1))
  reader.need(/ \{/y, '{')
  const attributes: Record<string, string> = {}
  const blocks: ReadBlock[] = []
  for (;;) {
    reader.skip(/\s*/y)
    if (reader.skip(/\}/y)) return { type, labels, attributes, blocks }
    const name = reader.skip(/[a-z_]\w*(?=\s*= )/y)
    if (name === undefined) blocks.push(block(reader))
    else {
      if (name in attributes) throw new Error(`${name} is said twice in ${type} ${labels.join(' ')}`)
      reader.need(/\s*= /y, '=')
      attributes[name] = expression(reader)
    }
  }
}

/** To the end of the line, or of what is open in it. */
function expression(reader: Reader): string {
  const start = reader.at
  const open: string[] = []
  for (;;) {
    const part = reader.need(/"(?:[^"\\$]|\\.|\$(?!\{)|\$\{(?:[^{}"]|"[^"]*")*\})*"|[[({]|[\])}]|\n|[^"[\](){}\n]+/y, 'an expression')
    if (/^[[({]$/.test(part)) open.push(part)
    else if (/^[\])}]$/.test(part) && `${open.pop()}${part}` !== { ']': '[]', ')': '()', '}': '{}' }[part]) throw new Error(`${part} closes nothing: ${reader.text.slice(start, reader.at)}`)
    if (part === '\n' && open.length === 0) return reader.text.slice(start, reader.at - 1)
  }
}
