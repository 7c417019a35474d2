import type * as sdk from '@aws-sdk/client-iam'
import type { Context } from '../../kernel/context.ts'
import { invalidInput } from './errors.ts'
import { profilesWith, profileView } from './instance-profiles.ts'
import { roleLastUsed } from './last-used.ts'
import { groupsOf } from './members.ts'
import { findPolicy, type ManagedPolicy, type Usage } from './policies.ts'
import { findByArn } from './policy/sources.ts'
import { byName, findGroup, groups, roles, users, type Group, type Identity, type Role, type User } from './state.ts'
import { encodeDocument, extras, groupView, policySummary, roleSummary, userSummary, versionSummary } from './views.ts'

/** A user, group or role, and which of them it is. */
export type Entity =
  | { readonly kind: 'user'; readonly is: User }
  | { readonly kind: 'role'; readonly is: Role }
  | { readonly kind: 'group'; readonly is: Group }

/** All of the account, users first, each kind in order of name. */
export function entities(ctx: Context): Entity[] {
  return [
    ...[...users(ctx).values()].sort(byName).map((is) => ({ kind: 'user' as const, is })),
    ...[...groups(ctx).values()].sort(byName).map((is) => ({ kind: 'group' as const, is })),
    ...[...roles(ctx).values()].sort(byName).map((is) => ({ kind: 'role' as const, is })),
  ]
}

/** The user, group or role that an ARN names; throws `InvalidInput` and `NoSuchEntity`. */
export function findEntity(ctx: Context, arn: string): Identity {
  const found = findByArn(ctx, arn)
  if (found) return found
  const [, name] = /^arn:aws:iam::\d{12}:group\/(?:.*\/)?([^/]+)$/.exec(arn) ?? []
  if (name === undefined) throw invalidInput(`Invalid Entity Arn: ${arn} does not clearly define entity type and name.`)
  return findGroup(ctx, name)
}

const documentsOf = ({ inline }: Identity): sdk.PolicyDetail[] =>
  inline.map(({ name, document }) => ({ PolicyName: name, PolicyDocument: encodeDocument(document) }))

const attachedTo = (ctx: Context, { attached }: Identity): sdk.AttachedPolicy[] =>
  attached.map((arn) => ({ PolicyName: findPolicy(ctx, arn).name, PolicyArn: arn }))

const policiesOf = (ctx: Context, identity: Identity) => ({ AttachedManagedPolicies: attachedTo(ctx, identity), ...extras(identity) })

/** As GetAccountAuthorizationDetails shows them: with their policies, tags and boundary. */
export function userDetail(ctx: Context, user: User): sdk.UserDetail {
  const inline = documentsOf(user)
  return {
    ...userSummary(user),
    ...(inline.length > 0 ? { UserPolicyList: inline } : {}),
    GroupList: groupsOf(ctx, user).map(({ name }) => name),
    ...policiesOf(ctx, user),
  }
}

export const groupDetail = (ctx: Context, group: Group): sdk.GroupDetail => ({
  ...groupView(group),
  GroupPolicyList: documentsOf(group),
  AttachedManagedPolicies: attachedTo(ctx, group),
})

export function roleDetail(ctx: Context, role: Role): sdk.RoleDetail {
  const { Description: _, MaxSessionDuration: __, ...summary } = roleSummary(role)
  return {
    ...summary,
    InstanceProfileList: profilesWith(ctx, role.name).map((profile) => profileView(ctx, profile)),
    RolePolicyList: documentsOf(role),
    ...policiesOf(ctx, role),
    RoleLastUsed: roleLastUsed(ctx, role.arn),
  }
}

export const policyDetail = (policy: ManagedPolicy, usage: Usage): sdk.ManagedPolicyDetail => ({
  ...policySummary(policy, usage),
  ...(policy.description === undefined ? {} : { Description: policy.description }),
  PolicyVersionList: policy.versions.toReversed().map((version) => ({
    Document: encodeDocument(version.document),
    ...versionSummary(policy, version),
  })),
})
