import { BlockList, isIP } from 'node:net'
import { matches, matchesArn } from './pattern.ts'
import { fillPattern, fillText, type Lookup } from './variables.ts'

/** Whether one value of the request matches one of the policy's. */
type Compare = (wanted: string, given: string, lookup: Lookup) => boolean

export interface Operator {
  readonly compare: Compare
  /** It asks that no value matches. */
  readonly negated?: true
}

const equals: Compare = (wanted, given, lookup) => fillText(wanted, lookup) === given
const equalsIgnoringCase: Compare = (wanted, given, lookup) => fillText(wanted, lookup)?.toLowerCase() === given.toLowerCase()

const like: Compare = (wanted, given, lookup) => {
  const pattern = fillPattern(wanted, lookup)
  return pattern !== undefined && matches(pattern, given)
}

const arnLike: Compare = (wanted, given, lookup) => {
  const pattern = fillPattern(wanted, lookup)
  return pattern !== undefined && matchesArn(pattern, given)
}

const bool: Compare = (wanted, given, lookup) => fillText(wanted, lookup)?.toLowerCase() === given.toLowerCase()

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/

const binaryEquals: Compare = (wanted, given) =>
  BASE64.test(wanted) && BASE64.test(given) && Buffer.from(wanted, 'base64').equals(Buffer.from(given, 'base64'))

type Order = (given: number, wanted: number) => boolean

/** What cannot be read (NaN) compares to nothing. */
const ordered = (read: (text: string) => number, order: Order): Compare => (wanted, given) => order(read(given), read(wanted))

const readNumber = (text: string) => (/^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text.trim()) ? Number(text) : NaN)

/** The W3C's forms of ISO 8601, from a year alone to fractions of a second. */
const W3C_DATE = /^\d{4}(?:-\d\d(?:-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d))?)?)?$/

/** Epoch milliseconds; epoch times are written in seconds. */
function readDate(text: string): number {
  if (W3C_DATE.test(text)) return Date.parse(text.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'))
  return /^\d+(?:\.\d+)?$/.test(text) ? Number(text) * 1000 : NaN
}

const ORDERS = {
  Equals: (given, wanted) => given === wanted,
  LessThan: (given, wanted) => given < wanted,
  LessThanEquals: (given, wanted) => given <= wanted,
  GreaterThan: (given, wanted) => given > wanted,
  GreaterThanEquals: (given, wanted) => given >= wanted,
} satisfies Record<string, Order>

/** A range without a prefix length is one address. */
const inRange: Compare = (wanted, given) => {
  const [network = '', prefix] = wanted.split('/')
  const [version, own] = [isIP(network), isIP(given)]
  if (version === 0 || version !== own) return false
  const bits = prefix === undefined ? (version === 4 ? 32 : 128) : /^\d{1,3}$/.test(prefix) ? Number(prefix) : -1
  if (bits < 0 || bits > (version === 4 ? 32 : 128)) return false
  const family = version === 4 ? 'ipv4' : 'ipv6'
  const block = new BlockList()
  block.addSubnet(network, bits, family)
  return block.check(given, family)
}

function pair(name: string, negatedName: string, compare: Compare): [string, Operator][] {
  return [[name, { compare }], [negatedName, { compare, negated: true }]]
}

function family(prefix: string, read: (text: string) => number): [string, Operator][] {
  const all = Object.entries(ORDERS).map(([name, order]): [string, Operator] => [prefix + name, { compare: ordered(read, order) }])
  return [...all, [`${prefix}NotEquals`, { compare: ordered(read, ORDERS.Equals), negated: true }]]
}

/** Every operator but `Null`, by its name in lower case. */
export const OPERATORS: ReadonlyMap<string, Operator> = new Map(
  [
    ...pair('StringEquals', 'StringNotEquals', equals),
    ...pair('StringEqualsIgnoreCase', 'StringNotEqualsIgnoreCase', equalsIgnoringCase),
    ...pair('StringLike', 'StringNotLike', like),
    ...pair('ArnEquals', 'ArnNotEquals', arnLike),
    ...pair('ArnLike', 'ArnNotLike', arnLike),
    ...pair('IpAddress', 'NotIpAddress', inRange),
    ...family('Numeric', readNumber),
    ...family('Date', readDate),
    ['Bool', { compare: bool }] as [string, Operator],
    ['BinaryEquals', { compare: binaryEquals }] as [string, Operator],
  ].map(([name, operator]) => [name.toLowerCase(), operator]),
)
