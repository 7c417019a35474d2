import { BlockList } from 'node:net'

/** An event pattern that cannot be understood. */
export class InvalidPattern extends Error {}

/** One of the alternatives for a value. */
export interface Rule {
  /** `leaf` is a string, a number, a boolean or null. */
  matches(leaf: unknown): boolean
  /** Whether it is met where the event has no such value. */
  readonly absent: boolean
}

type Test = (leaf: unknown) => boolean

/** Reads a scalar, which must be equal, or a content filter such as `{ "prefix": "a" }`. Throws `InvalidPattern`. */
export function readRule(wanted: unknown): Rule {
  if (typeof wanted !== 'object' || wanted === null) return { matches: (leaf) => leaf === wanted, absent: false }
  const [[name, operand] = ['', undefined], ...more] = Object.entries(wanted)
  if (more.length > 0 || Array.isArray(wanted)) throw new InvalidPattern('A content filter has one member.')
  if (name === 'exists') {
    if (typeof operand !== 'boolean') throw new InvalidPattern('exists is true or false.')
    return { matches: () => operand, absent: !operand }
  }
  const read = Object.hasOwn(FILTERS, name) ? FILTERS[name] : undefined
  if (!read) throw new InvalidPattern(`There is no content filter ${name}.`)
  return { matches: read(operand), absent: false }
}

const FILTERS: Readonly<Record<string, (operand: unknown) => Test>> = {
  prefix: (operand) => affix(operand, (text, wanted) => text.startsWith(wanted)),
  suffix: (operand) => affix(operand, (text, wanted) => text.endsWith(wanted)),
  'equals-ignore-case': ignoringCase,
  wildcard,
  numeric,
  cidr,
  'anything-but': anythingBut,
}

export function isContentFilter(value: object): boolean {
  const names = Object.keys(value)
  return names.length > 0 && names.every((name) => name === 'exists' || Object.hasOwn(FILTERS, name))
}

const onText = (test: (text: string) => boolean): Test => (leaf) => typeof leaf === 'string' && test(leaf)

function textOf(operand: unknown): string {
  if (typeof operand !== 'string') throw new InvalidPattern('The filter wants a string.')
  return operand
}

/** `prefix` and `suffix`: of the text as it is, or, with `equals-ignore-case`, of any case. */
function affix(operand: unknown, test: (text: string, wanted: string) => boolean): Test {
  if (typeof operand !== 'object' || operand === null) {
    const wanted = textOf(operand)
    return onText((text) => test(text, wanted))
  }
  const [[name, inner] = ['', undefined], ...more] = Object.entries(operand)
  if (name !== 'equals-ignore-case' || more.length > 0) throw new InvalidPattern(`There is no filter ${name} here.`)
  const wanted = textOf(inner).toLowerCase()
  return onText((text) => test(text.toLowerCase(), wanted))
}

function ignoringCase(operand: unknown): Test {
  const wanted = textOf(operand).toLowerCase()
  return onText((text) => text.toLowerCase() === wanted)
}

/** `*` stands for any characters, also none; `\*` and `\\` for themselves. Two in a row are refused, as in AWS. */
function wildcard(operand: unknown): Test {
  const wanted = textOf(operand)
  const pieces = ['']
  for (let i = 0; i < wanted.length; i++) {
    const character = wanted[i]!
    if (character === '\\') {
      const next = wanted[++i]
      if (next !== '*' && next !== '\\') throw new InvalidPattern('Only * and \\ can be escaped.')
      pieces[pieces.length - 1] += next
    } else if (character === '*') {
      if (wanted[i + 1] === '*') throw new InvalidPattern('Wildcards do not follow each other.')
      pieces.push('')
    } else pieces[pieces.length - 1] += character
  }
  return onText((text) => inOrder(text, pieces))
}

/** Whether the text begins with the first piece, ends with the last, and has the others between, in this order. */
function inOrder(text: string, pieces: readonly string[]): boolean {
  if (pieces.length === 1) return text === pieces[0]
  const [first, last] = [pieces[0]!, pieces.at(-1)!]
  if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last)) return false
  let from = first.length
  const end = text.length - last.length
  for (const piece of pieces.slice(1, -1)) {
    const at = text.indexOf(piece, from)
    if (at < 0 || at + piece.length > end) return false
    from = at + piece.length
  }
  return from <= end
}

const COMPARISONS: Readonly<Record<string, (value: number, bound: number) => boolean>> = {
  '=': (value, bound) => value === bound,
  '<': (value, bound) => value < bound,
  '<=': (value, bound) => value <= bound,
  '>': (value, bound) => value > bound,
  '>=': (value, bound) => value >= bound,
}

/** `["=", 5]`, or bounds: `[">", 0, "<=", 10]`. */
function numeric(operand: unknown): Test {
  if (!Array.isArray(operand) || (operand.length !== 2 && operand.length !== 4)) throw new InvalidPattern('numeric wants one or two comparisons.')
  const tests = [0, 2].filter((at) => at < operand.length).map((at) => {
    const [name, bound] = operand.slice(at) as [unknown, unknown]
    const compare = Object.hasOwn(COMPARISONS, String(name)) ? COMPARISONS[String(name)] : undefined
    if (!compare || typeof bound !== 'number') throw new InvalidPattern('A comparison is an operator and a number.')
    return (value: number) => compare(value, bound)
  })
  if (tests.length === 2 && !isRange(operand)) throw new InvalidPattern('Two comparisons are a lower and an upper bound.')
  return (leaf) => typeof leaf === 'number' && tests.every((test) => test(leaf))
}

function isRange(operand: readonly unknown[]): boolean {
  const [lower, from, upper, to] = operand
  return (lower === '>' || lower === '>=') && (upper === '<' || upper === '<=') && (from as number) < (to as number)
}

function cidr(operand: unknown): Test {
  const [, address, bits] = /^([0-9a-fA-F:.]+)\/(\d{1,3})$/.exec(textOf(operand)) ?? []
  const list = new BlockList()
  try {
    list.addSubnet(address!, Number(bits), address!.includes(':') ? 'ipv6' : 'ipv4')
  } catch {
    throw new InvalidPattern('cidr wants a block of IP addresses.')
  }
  return onText((text) => list.check(text, text.includes(':') ? 'ipv6' : 'ipv4'))
}

const BUT = new Set(['prefix', 'suffix', 'equals-ignore-case', 'wildcard'])

/** A value that is there, and is none of these: a scalar, a list of them, or a filter of one or more texts. */
function anythingBut(operand: unknown): Test {
  if (typeof operand === 'object' && operand !== null && !Array.isArray(operand)) {
    const [[name, inner] = ['', undefined], ...more] = Object.entries(operand)
    if (!BUT.has(name) || more.length > 0) throw new InvalidPattern(`There is no filter ${name} for anything-but.`)
    const tests = listOf(inner).map((one) => FILTERS[name]!(one))
    return (leaf) => !tests.some((test) => test(leaf))
  }
  const refused = listOf(operand)
  if (refused.some((one) => typeof one !== typeof refused[0] || (typeof one !== 'string' && typeof one !== 'number')))
    throw new InvalidPattern('anything-but wants strings or numbers.')
  return (leaf) => !refused.includes(leaf)
}

function listOf(operand: unknown): unknown[] {
  if (!Array.isArray(operand)) return [operand]
  if (operand.length === 0) throw new InvalidPattern('A list of values is not empty.')
  return operand
}
