import type { ContextKeys } from '../../../kernel/authorize.ts'
import type { Conditions } from './document.ts'
import { OPERATORS, type Operator } from './operators.ts'
import type { Lookup } from './variables.ts'

/** The keys of a request, found without regard to case. */
export function lookupIn(context: ContextKeys): Lookup {
  let byName: Map<string, readonly string[]> | undefined
  return (key) => {
    // Few policies ask for any. Of names that differ in case alone the later goes.
    byName ??= new Map(Object.entries(context).map(([name, value]) => [name.toLowerCase(), typeof value === 'string' ? [value] : value]))
    return byName.get(key.toLowerCase())
  }
}

type Condition = Conditions[number]

/** `set`: how a key of several values is taken. */
interface Test {
  readonly set?: 'all' | 'any'
  readonly ifExists: boolean
  /** Absent: `Null`. */
  readonly operator?: Operator
}

const NAME = /^(?:for(all)values:|for(any)value:)?([a-z]+?)(ifexists)?$/

/** Undefined for what is no operator. */
function readOperator(name: string): Test | undefined {
  const [, every, some, base, ifExists] = NAME.exec(name.toLowerCase()) ?? []
  if (base === undefined) return undefined
  const operator = OPERATORS.get(base)
  if (!operator && (base !== 'null' || ifExists)) return undefined
  const set = every ? ('all' as const) : some ? ('any' as const) : undefined
  return { ifExists: ifExists !== undefined, ...(set ? { set } : {}), ...(operator ? { operator } : {}) }
}

export const isOperator = (name: string) => readOperator(name) !== undefined

/**
 * The first condition that is not met, or undefined where all are. With an operator that does not exist a condition
 * is met where that denies, and is not where it would allow.
 */
export function firstUnmet(conditions: Conditions, lookup: Lookup, effect: 'Allow' | 'Deny', variables: boolean): Condition | undefined {
  return conditions.find((condition) => {
    const test = readOperator(condition.operator)
    return test ? !isMet(test, condition, lookup, variables) : effect === 'Allow'
  })
}

function isMet({ operator, set, ifExists }: Test, { key, values }: Condition, lookup: Lookup, variables: boolean): boolean {
  const given = lookup(key)
  if (!operator) return values.some((value) => (value.toLowerCase() === 'true') === (given === undefined || given.length === 0))
  if (given === undefined && ifExists) return true
  const matchesOne = (value: string) => values.some((wanted) => operator.compare(escaped(wanted, variables), value, lookup))
  const holds = (value: string) => (operator.negated ? !matchesOne(value) : matchesOne(value))
  if (set === undefined) return operator.negated ? !(given ?? []).some(matchesOne) : (given ?? []).some(matchesOne)
  // An empty text counts as no value at all to the set operators.
  const members = (given ?? []).filter((value) => value !== '')
  return set === 'all' ? members.every(holds) : members.some(holds)
}

/** Where the policy's version has no variables, what looks like one is text. */
const escaped = (wanted: string, variables: boolean) => (variables ? wanted : wanted.replaceAll('${', '${$}{'))
