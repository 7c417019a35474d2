import { InvalidPattern, isContentFilter, readRule, type Rule } from './event-pattern-rules.ts'

/** Whether a value of an event (undefined: it has none such) is what a part of a pattern asks for. */
type Matcher = (value: unknown) => boolean

/**
 * Reads an event pattern in the language of EventBridge: members are all required, the values of a member's list are
 * alternatives. Throws `InvalidPattern`.
 */
export function readPattern(pattern: unknown): Matcher {
  if (!isObject(pattern)) throw new InvalidPattern('A pattern is an object.')
  const members = Object.entries(pattern)
  if (members.length === 0) throw new InvalidPattern('A pattern has at least one member.')
  const tests = members.map(([name, wanted]) => readMember(name, wanted))
  return (event) => isObject(event) && tests.every((test) => test(event))
}

function readMember(name: string, wanted: unknown): (event: Record<string, unknown>) => boolean {
  if (name === '$or' && isAlternatives(wanted)) {
    const alternatives = wanted.map(readPattern)
    return (event) => alternatives.some((alternative) => alternative(event))
  }
  if (!Array.isArray(wanted)) {
    const nested = readPattern(wanted)
    return (event) => anyOf(own(event, name)).some(nested)
  }
  if (wanted.length === 0) throw new InvalidPattern('A list of values is not empty.')
  const rules = wanted.map(readRule)
  return (event) => matchesAny(rules, own(event, name))
}

const own = (event: Record<string, unknown>, name: string): unknown => (Object.hasOwn(event, name) ? event[name] : undefined)

/** `$or` is an operator before two patterns or more; with values or rules behind it, it is a name like others. */
function isAlternatives(wanted: unknown): wanted is unknown[] {
  return Array.isArray(wanted) && wanted.length > 1 && wanted.every((one) => isObject(one) && !isContentFilter(one))
}

/** Lists in an event stand for each of their elements. Objects are no values: they have members to ask for. */
function matchesAny(rules: readonly Rule[], value: unknown): boolean {
  const leaves = anyOf(value).filter((leaf) => !isObject(leaf))
  return rules.some((rule) => (leaves.length === 0 ? rule.absent : leaves.some((leaf) => rule.matches(leaf))))
}

function anyOf(value: unknown): unknown[] {
  if (value === undefined) return []
  return Array.isArray(value) ? value.flatMap(anyOf) : [value]
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
