import type { Principal } from '../../../kernel/context.ts'
import type { Principals } from './document.ts'
import type { Lookup } from './variables.ts'

/**
 * How closely a policy names whoever asks. `direct`: the user, the session or everybody; nothing but an explicit deny
 * takes that away within the account. `role`: the role behind the session, or the user behind a federated one, which
 * boundaries and session policies limit. `account`: only the account, which leaves it to its own policies.
 */
export type Closeness = 'direct' | 'role' | 'account'

const ORDER: readonly Closeness[] = ['direct', 'role', 'account']

export const closest = (found: readonly Closeness[]) => ORDER.find((closeness) => found.includes(closeness))

/** How a `Principal` element names `principal`; undefined where it does not. */
export function closeness(wanted: Principals, principal: Principal, lookup: Lookup): Closeness | undefined {
  return closest(Object.entries(wanted).flatMap(([kind, values]) => values.map((value) => KINDS[kind]?.(value, principal, lookup) ?? [])).flat())
}

type Match = (value: string, principal: Principal, lookup: Lookup) => Closeness | undefined

// Canonical user ids stand for accounts by their S3 name, which is known to S3 alone.
const KINDS: Readonly<Record<string, Match>> = {
  '*': () => 'direct',
  AWS: matchAws,
  Service: (value, { type, arn }) => (type === 'service' && value === arn ? 'direct' : undefined),
  Federated: (value, _principal, lookup) => (lookup('aws:FederatedProvider')?.includes(value) ? 'direct' : undefined),
}

function matchAws(value: string, principal: Principal): Closeness | undefined {
  if (value === '*') return 'direct'
  const { type, arn, roleArn, session } = principal
  if (type === 'service' || type === 'anonymous') return undefined
  if (value === arn) return 'direct'
  if (value === roleArn || value === session?.issuer) return isAccount(value, principal) ? 'account' : 'role'
  return isAccount(value, principal) ? (type === 'root' ? 'direct' : 'account') : undefined
}

const isAccount = (value: string, { account }: Principal) => value === account || value === `arn:aws:iam::${account}:root`

/**
 * Whether a statement with `NotPrincipal` is about `principal`. Whoever is named in any way gets nothing from an
 * Allow; a Deny spares only those of whom everything is named: the session, its role and their account.
 */
export function isOutside(named: Principals, principal: Principal, effect: 'Allow' | 'Deny', lookup: Lookup): boolean {
  if (effect === 'Allow') return closeness(named, principal, lookup) === undefined
  if (named['*'] || named['AWS']?.includes('*')) return false
  if (principal.type === 'service') return !named['Service']?.includes(principal.arn)
  if (principal.type === 'anonymous') return true
  const listed = named['AWS'] ?? []
  const own = principal.type === 'root' ? [] : [principal.arn, ...(principal.roleArn === undefined ? [] : [principal.roleArn])]
  const isSpared = own.every((arn) => listed.includes(arn)) && listed.some((value) => isAccount(value, principal))
  return !isSpared
}
