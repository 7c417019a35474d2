import type { Principal } from '../../../kernel/context.ts'
import type { Scope } from '../../../kernel/store.ts'
import { groupsOf } from '../members.ts'
import { defaultDocument } from '../policies.ts'
import { keyOf, roles, users, type Identity, type User } from '../state.ts'
import type { NamedPolicy, PolicySet } from './decide.ts'

type State = Pick<Scope, 'store'>

/** Policies of a principal's own, and the tags that come with it. A user or role that is gone has none. */
export interface Standing extends Omit<PolicySet, 'resource'> {
  readonly tags: Readonly<Record<string, string>>
}

/** Gathers what IAM holds of `principal`: the user's policies, the role's behind a session, and the session's. */
export function standingOf(state: State, principal: Principal): Standing {
  const scope = { store: state.store, account: principal.account, region: '' }
  const identity = identityOf(scope, principal)
  const session = sessionOf(scope, principal)
  return {
    identity: identity ? [...policiesOf(scope, identity, principal.type === 'assumed-role' ? 'role' : 'user'), ...ofGroups(scope, identity)] : [],
    ...(identity?.boundary === undefined ? {} : { boundary: [managed(scope, identity.boundary)] }),
    ...(session ? { session } : {}),
    tags: Object.fromEntries((identity?.tags ?? []).map((tag) => [tag.Key!, tag.Value ?? ''])),
  }
}

/** The user or role that `arn` names, or undefined. */
export function findByArn(scope: Scope, arn: string): Identity | undefined {
  const [, kind, name] = /:(user|role)\/(?:.*\/)?([^/]+)$/.exec(arn) ?? []
  if (kind === undefined || name === undefined) return undefined
  const found = (kind === 'user' ? users : roles)(scope).get(keyOf(name))
  return found?.arn === arn ? found : undefined
}

function identityOf(scope: Scope, { type, arn, roleArn, session }: Principal): Identity | undefined {
  if (type === 'user') return findByArn(scope, arn)
  if (type === 'assumed-role') return roleArn === undefined ? undefined : findByArn(scope, roleArn)
  return type === 'federated-user' && session?.issuer !== undefined ? findByArn(scope, session.issuer) : undefined
}

/** Inline policies and attached ones, under the names by which the simulator shows them. */
function policiesOf(scope: Scope, identity: Identity, kind: 'role' | 'user' | 'group'): NamedPolicy[] {
  return [
    ...identity.inline.map(({ name, document }) => ({ name: `${kind}_${identity.name}_${name}`, document })),
    ...identity.attached.map((arn) => managed(scope, arn)),
  ]
}

/** What a user has by its groups; roles are in none. */
function ofGroups(scope: Scope, identity: Identity): NamedPolicy[] {
  if (!('groups' in identity)) return []
  return groupsOf(scope, identity as User).flatMap((group) => policiesOf(scope, group, 'group'))
}

/** A managed policy by ARN; one that is gone allows nothing. */
export function managed(scope: Scope, arn: string): NamedPolicy {
  return { name: arn.slice(arn.lastIndexOf('/') + 1), arn, document: defaultDocument(scope, arn) ?? '{}' }
}

function sessionOf(scope: Scope, { session }: Principal): NamedPolicy[] | undefined {
  const { policies = [], policyArns = [] } = session ?? {}
  if (policies.length + policyArns.length === 0) return undefined
  return [...policies.map((document) => ({ name: 'session policy', document })), ...policyArns.map((arn) => managed(scope, arn))]
}
