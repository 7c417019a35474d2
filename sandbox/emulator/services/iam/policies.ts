import type { Tag } from '@aws-sdk/client-iam'
import type { Context } from '../../kernel/context.ts'
import { collection, type Scope } from '../../kernel/store.ts'
import { accessDenied, alreadyExists, limitExceeded, noSuchEntity } from './errors.ts'
import { AWS_MANAGED } from './policy/aws-managed.ts'
import { groups, keyOf, roles, users, type Identity } from './state.ts'

export interface PolicyVersion {
  readonly id: string
  readonly document: string
  readonly createdAt: number
}

export interface ManagedPolicy {
  readonly name: string
  readonly id: string
  readonly path: string
  readonly arn: string
  readonly description?: string
  readonly createdAt: number
  readonly updatedAt: number
  readonly tags: readonly Tag[]
  readonly versions: readonly PolicyVersion[]
  readonly defaultVersion: string
  /** Version numbers are never used again, even after a deletion. */
  readonly lastVersion: number
}

const policies = collection<ManagedPolicy>('iam.policies', 'account')

export const policyArn = ({ account }: Pick<Context, 'account'>, path: string, name: string) =>
  `arn:aws:iam::${account}:policy${path}${name}`

export const policyResource = (input: { PolicyArn?: string | undefined }) => input.PolicyArn!

/** AWS's own policies and the account's, each in order of name. */
export const awsPolicies = (): readonly ManagedPolicy[] => AWS_MANAGED
export const customerPolicies = (ctx: Context): ManagedPolicy[] =>
  [...policies(ctx).values()].sort((a, b) => (a.name < b.name ? -1 : 1))

export function peekPolicy(ctx: Scope, arn: string): ManagedPolicy | undefined {
  const own = policies(ctx).get(keyOf(arn.slice(arn.lastIndexOf('/') + 1)))
  return own?.arn === arn ? own : AWS_MANAGED.find((policy) => policy.arn === arn)
}

/** What a managed policy says in its default version; undefined where there is no such policy. */
export function defaultDocument(scope: Scope, arn: string): string | undefined {
  const policy = peekPolicy(scope, arn)
  return policy?.versions.find(({ id }) => id === policy.defaultVersion)?.document
}

/** AWS's or the account's policy; throws `NoSuchEntity`. */
export function findPolicy(ctx: Context, arn: string): ManagedPolicy {
  const policy = peekPolicy(ctx, arn)
  if (!policy) throw noSuchEntity(`Policy ${arn} was not found.`)
  return policy
}

/** The account's own policy; throws `NoSuchEntity`, and `AccessDenied` for AWS's. */
export function findCustomerPolicy(ctx: Context, arn: string, action: string): ManagedPolicy {
  const policy = findPolicy(ctx, arn)
  if (AWS_MANAGED.includes(policy))
    throw accessDenied(`User: ${ctx.principal.arn} is not authorized to perform: ${action} on resource: policy ${arn}`)
  return policy
}

/** Throws `NoSuchEntity` where there is no such policy to attach. */
export function checkAttachable(ctx: Context, arn: string): void {
  if (!peekPolicy(ctx, arn)) throw noSuchEntity(`Policy ${arn} does not exist or is not attachable.`)
}

export function findVersion(policy: ManagedPolicy, id: string): PolicyVersion {
  const version = policy.versions.find((candidate) => candidate.id === id)
  if (!version) throw noSuchEntity(`Policy ${policy.arn} version ${id} does not exist or is not attachable.`)
  return version
}

/** White space does not count towards IAM's size quotas. */
export const sizeOf = (document: string) => document.replace(/\s/g, '').length

/** Throws `LimitExceeded`; `quota` is IAM's name for the limit. */
export function checkSize(document: string, quota: 'PolicySize' | 'ACLSizePerRole', max: number): void {
  if (sizeOf(document) > max) throw limitExceeded(`Cannot exceed quota for ${quota}: ${max}`)
}

/** What a managed policy may have at most. */
export const MAX_POLICY = 6144

export function addPolicy(ctx: Context, policy: ManagedPolicy): ManagedPolicy {
  if (policies(ctx).has(keyOf(policy.name)))
    throw alreadyExists(`A policy called ${policy.name} already exists. Duplicate names are not allowed.`)
  return savePolicy(ctx, policy)
}

export const savePolicy = (ctx: Context, policy: ManagedPolicy) => policies(ctx).put(keyOf(policy.name), policy)

export const removePolicy = (ctx: Context, policy: ManagedPolicy) => policies(ctx).delete(keyOf(policy.name))

/** How many of the account's roles, users and groups have each managed policy, by ARN: attached, or as their boundary. */
export interface Usage {
  readonly attached: ReadonlyMap<string, number>
  readonly bounding: ReadonlyMap<string, number>
}

export function policyUsage(ctx: Context): Usage {
  const [attached, bounding] = [new Map<string, number>(), new Map<string, number>()]
  const count = (counts: Map<string, number>, arn: string) => counts.set(arn, (counts.get(arn) ?? 0) + 1)
  for (const identity of identities(ctx)) {
    for (const arn of identity.attached) count(attached, arn)
    if (identity.boundary !== undefined) count(bounding, identity.boundary)
  }
  return { attached, bounding }
}

function* identities(ctx: Context): Generator<Identity> {
  yield* roles(ctx).values()
  yield* users(ctx).values()
  yield* groups(ctx).values()
}
