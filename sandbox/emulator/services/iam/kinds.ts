import type { Context } from '../../kernel/context.ts'
import type { Limits } from '../../kernel/validate.ts'
import { findCustomerPolicy, findPolicy, policyResource, savePolicy, type ManagedPolicy } from './policies.ts'
import {
  findGroup, findOwnRole, findRole, findUser, groupResource, roleResource, saveGroup, saveRole, saveUser, userResource,
  type Group, type Identity, type Role, type User,
} from './state.ts'

/** An input that names something by its member `K`. */
export type Naming<K extends string> = { readonly [P in K]?: string | undefined }

/** A kind of thing of which IAM has operations of one shape: how inputs name it, and where it is. */
export interface Kind<T, K extends string> {
  readonly member: K
  readonly limits: Limits
  resource(input: Naming<K>, ctx: Context): string
  /** Throws `NoSuchEntity`. */
  find(ctx: Context, name: string): T
  /** As `find`, for a change; throws besides where only AWS may make it. */
  own(ctx: Context, name: string): T
  save(ctx: Context, value: T): T
}

/** One of the three kinds that policies hang on. */
export interface IdentityKind<T extends Identity, K extends string> extends Kind<T, K> {
  readonly word: 'role' | 'user' | 'group'
  /** IAM's name for the limit of attached policies. */
  readonly quota: string
  /** What all inline policies together may have, in characters without white space. */
  readonly maxInline: number
}

export const ROLE: IdentityKind<Role, 'RoleName'> = {
  member: 'RoleName',
  word: 'role',
  limits: { RoleName: { min: 1, max: 64 } },
  quota: 'PoliciesPerRole',
  maxInline: 10_240,
  resource: roleResource,
  find: findRole,
  own: findOwnRole,
  save: saveRole,
}

export const USER: IdentityKind<User, 'UserName'> = {
  member: 'UserName',
  word: 'user',
  limits: { UserName: { min: 1, max: 128 } },
  quota: 'PoliciesPerUser',
  maxInline: 2048,
  resource: userResource,
  find: findUser,
  own: findUser,
  save: saveUser,
}

export const GROUP: IdentityKind<Group, 'GroupName'> = {
  member: 'GroupName',
  word: 'group',
  limits: { GroupName: { min: 1, max: 128 } },
  quota: 'PoliciesPerGroup',
  maxInline: 5120,
  resource: groupResource,
  find: findGroup,
  own: findGroup,
  save: saveGroup,
}

export const POLICY: Kind<ManagedPolicy, 'PolicyArn'> = {
  member: 'PolicyArn',
  limits: { PolicyArn: { min: 20, max: 2048 } },
  resource: policyResource,
  find: findPolicy,
  own: (ctx, arn) => findCustomerPolicy(ctx, arn, 'iam:TagPolicy'),
  save: savePolicy,
}
