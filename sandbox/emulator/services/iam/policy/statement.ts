import type { Principal } from '../../../kernel/context.ts'
import { firstUnmet } from './conditions.ts'
import type { Conditions, Policy, Statement, Wildcards } from './document.ts'
import { matches, matchesResource } from './pattern.ts'
import { closeness, isOutside, type Closeness } from './principals.ts'
import { fillPattern, hasEarlyVariable, hasVariables, type Lookup } from './variables.ts'

/** What a statement is held against. */
export interface Facts {
  readonly principal: Principal
  readonly action: string
  readonly resource: string
  readonly lookup: Lookup
}

/** Whether a statement applies, or the first of its elements that does not match. */
export interface Finding {
  readonly outcome: 'applies' | 'action' | 'principal' | 'resource' | 'condition'
  /** In a policy with principals. */
  readonly closeness?: Closeness
  readonly unmet?: Conditions[number]
}

/** Holds one statement against a request. Statements without `Principal` belong to whoever they are attached to. */
export function holdAgainst(statement: Statement, policy: Policy, facts: Facts): Finding {
  if (!coversAction(statement, facts.action)) return { outcome: 'action' }
  const named = nameOf(statement, facts)
  if (named === undefined) return { outcome: 'principal' }
  const close = named === 'owner' ? {} : { closeness: named }
  if (!coversResource(statement, policy, facts)) return { outcome: 'resource', ...close }
  const unmet = firstUnmet(statement.conditions, facts.lookup, statement.effect, policy.variables)
  return unmet ? { outcome: 'condition', unmet, ...close } : { outcome: 'applies', ...close }
}

export function coversAction({ actions }: Statement, action: string): boolean {
  const name = action.toLowerCase()
  return actions.not !== actions.values.some(({ text, pattern, isPlain }) => (isPlain ? text === name : matches(pattern, name)))
}

export function coversResource({ resources }: Statement, policy: Policy, { resource, lookup }: Pick<Facts, 'resource' | 'lookup'>): boolean {
  if (!resources) return true
  return resources.not !== resources.values.some((value) => names(value, resource, policy.variables, lookup))
}

/** A variable without a value, or where none may stand, names no resource at all. */
function names({ text, pattern, isPlain }: Wildcards, resource: string, variables: boolean, lookup: Lookup): boolean {
  if (isPlain && text === resource) return true
  if (!variables || !hasVariables(text)) return matchesResource(pattern, resource)
  const filled = hasEarlyVariable(text) ? undefined : fillPattern(text, lookup)
  return filled !== undefined && matchesResource(filled, resource)
}

function nameOf({ principals, effect }: Statement, { principal, lookup }: Facts): Closeness | 'owner' | undefined {
  if (!principals) return 'owner'
  if (!principals.not) return closeness(principals.values, principal, lookup)
  return isOutside(principals.values, principal, effect, lookup) ? 'direct' : undefined
}
