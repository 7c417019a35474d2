import type { Tag } from '@aws-sdk/client-iam'
import type { Context } from '../../kernel/context.ts'
import { UPPER_ALPHANUMERIC, type Ids } from '../../kernel/ids.ts'
import { collection } from '../../kernel/store.ts'
import { alreadyExists, deleteConflict, limitExceeded, noSuchEntity, unmodifiable, validationError } from './errors.ts'

/** A policy that lives inside one role or user; `document` is the JSON as it was sent. */
export interface InlinePolicy {
  readonly name: string
  readonly document: string
}

/** What roles, users and groups have in common. Times are epoch milliseconds, whole seconds as IAM keeps them. */
export interface Identity {
  readonly name: string
  readonly id: string
  readonly path: string
  readonly arn: string
  readonly createdAt: number
  readonly tags: readonly Tag[]
  readonly inline: readonly InlinePolicy[]
  /** ARNs of attached managed policies, oldest first. */
  readonly attached: readonly string[]
  readonly boundary?: string
}

export interface Role extends Identity {
  readonly trustPolicy: string
  readonly description?: string
  readonly maxSession_s: number
}

export interface AccessKey {
  readonly id: string
  readonly status: 'Active' | 'Inactive'
  readonly createdAt: number
  readonly secret: string
}

export interface User extends Identity {
  readonly keys: readonly AccessKey[]
  /** Of the groups that the user is in, as `keyOf` makes them of their names; first joined first. */
  readonly groups: readonly string[]
  readonly login?: LoginProfile
}

/** A password for the console; here nothing asks for it but ChangePassword. */
export interface LoginProfile {
  readonly createdAt: number
  /** SHA-256, base64. */
  readonly passwordHash: string
  readonly resetRequired: boolean
}

export type Group = Identity

/** By name in lower case: IAM's names are unique without regard to case. */
export const roles = collection<Role>('iam.roles', 'account')
export const users = collection<User>('iam.users', 'account')
export const groups = collection<Group>('iam.groups', 'account')

export const byName = (a: Identity, b: Identity) => (keyOf(a.name) < keyOf(b.name) ? -1 : 1)
export const keyOfName = ({ name }: Identity) => keyOf(name)
export const keyOf = (name: string) => name.toLowerCase()

/** `AROA…`, `AIDA…`, `ANPA…`: a prefix of four and seventeen more characters. */
export const newId = (prefix: 'AROA' | 'AIDA' | 'AGPA' | 'AIPA' | 'ANPA' | 'ASCA' | 'APKA' | 'ACCA', ids: Ids) => prefix + ids.chars(17, UPPER_ALPHANUMERIC)

export const newAccessKeyId = (prefix: 'AKIA' | 'ASIA', ids: Ids) => prefix + ids.chars(16, UPPER_ALPHANUMERIC)

export const wholeSeconds = (now_ms: number) => Math.floor(now_ms / 1000) * 1000

/** Throws `ValidationError` with IAM's sentence where a name has characters that IAM does not take. */
export function checkName(member: string, name: string): void {
  if (!/^[\w+=,.@-]+$/.test(name))
    throw validationError(
      `The specified value for ${member} is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-`,
    )
}

/** Throws `ValidationError` where a path does not begin and end with `/`. */
export function checkPath(path: string): void {
  if (!/^\/(?:[\x21-\x7e]+\/)?$/.test(path))
    throw validationError(
      'The specified value for path is invalid. It must begin and end with / and contain only alphanumeric characters and/or / characters.',
    )
}

export const roleArn = ({ account }: Pick<Context, 'account'>, path: string, name: string) =>
  `arn:aws:iam::${account}:role${path}${name}`

export const userArn = ({ account }: Pick<Context, 'account'>, path: string, name: string) =>
  `arn:aws:iam::${account}:user${path}${name}`

export const groupArn = ({ account }: Pick<Context, 'account'>, path: string, name: string) =>
  `arn:aws:iam::${account}:group${path}${name}`

/** The ARN of the role that an input names, with the role's own path where it exists. */
export const roleResource = (input: { RoleName?: string | undefined }, ctx: Context) =>
  roles(ctx).get(keyOf(input.RoleName!))?.arn ?? roleArn(ctx, '/', input.RoleName!)

export const userResource = (input: { UserName?: string | undefined }, ctx: Context) =>
  users(ctx).get(keyOf(input.UserName!))?.arn ?? userArn(ctx, '/', input.UserName!)

export const groupResource = (input: { GroupName?: string | undefined }, ctx: Context) =>
  groups(ctx).get(keyOf(input.GroupName!))?.arn ?? groupArn(ctx, '/', input.GroupName!)

/** As `userResource`, for operations that mean the calling user where none is named. */
export const ownUserResource = (input: { UserName?: string | undefined }, ctx: Context) =>
  input.UserName === undefined ? ctx.principal.arn : userResource({ UserName: input.UserName }, ctx)

/** The name of the user who calls; throws `ValidationError` where it is no user. */
export function callingUser(ctx: Context): string {
  if (ctx.principal.type !== 'user')
    throw validationError('Must specify userName when calling with non-User credentials')
  return ctx.principal.arn.slice(ctx.principal.arn.lastIndexOf('/') + 1)
}

/** Throws `NoSuchEntity`. */
export function findRole(ctx: Context, name: string): Role {
  const role = roles(ctx).get(keyOf(name))
  if (!role) throw noSuchEntity(`The role with name ${name} cannot be found.`)
  return role
}

/** A role that may be changed: throws `NoSuchEntity`, and `UnmodifiableEntity` for one that is linked to a service. */
export function findOwnRole(ctx: Context, name: string): Role {
  const role = findRole(ctx, name)
  if (isServiceLinked(role)) throw unmodifiable(role.name)
  return role
}

export const isServiceLinked = ({ path }: Role) => path.startsWith('/aws-service-role/')

/** Throws `NoSuchEntity`. */
export function findGroup(ctx: Context, name: string): Group {
  const group = groups(ctx).get(keyOf(name))
  if (!group) throw noSuchEntity(`The group with name ${name} cannot be found.`)
  return group
}

/** Throws `NoSuchEntity`. */
export function findUser(ctx: Context, name: string): User {
  const user = users(ctx).get(keyOf(name))
  if (!user) throw noSuchEntity(`The user with name ${name} cannot be found.`)
  return user
}

/** Throws `NoSuchEntity`. */
export function findKey(user: User, id: string): AccessKey {
  const key = user.keys.find((candidate) => candidate.id === id)
  if (!key) throw noSuchEntity(`The Access Key with id ${id} cannot be found.`)
  return key
}

export function addRole(ctx: Context, role: Role): Role {
  if (roles(ctx).has(keyOf(role.name))) throw alreadyExists(`Role with name ${role.name} already exists.`)
  return saveRole(ctx, role)
}

export function addUser(ctx: Context, user: User): User {
  if (users(ctx).has(keyOf(user.name))) throw alreadyExists(`User with name ${user.name} already exists.`)
  return saveUser(ctx, user)
}

export function addGroup(ctx: Context, group: Group): Group {
  if (groups(ctx).has(keyOf(group.name))) throw alreadyExists(`Group with name ${group.name} already exists.`)
  return saveGroup(ctx, group)
}

export const saveGroup = (ctx: Context, group: Group) => groups(ctx).put(keyOf(group.name), group)

export const saveRole = (ctx: Context, role: Role) => roles(ctx).put(keyOf(role.name), role)

export const saveUser = (ctx: Context, user: User) => users(ctx).put(keyOf(user.name), user)

/** The same identity with one inline policy set. */
export function withInline<I extends Identity>(identity: I, policy: InlinePolicy): I {
  return { ...identity, inline: [...identity.inline.filter(({ name }) => name !== policy.name), policy] }
}

/** Throws `NoSuchEntity`; `kind` is `role`, `user` or `group`. */
export function findInline(identity: Identity, name: string, kind: string): InlinePolicy {
  const found = identity.inline.find((policy) => policy.name === name)
  if (!found) throw noSuchEntity(`The ${kind} policy with name ${name} cannot be found.`)
  return found
}

/** The same identity without one inline policy; throws `NoSuchEntity`. */
export function withoutInline<I extends Identity>(identity: I, name: string, kind: string): I {
  findInline(identity, name, kind)
  return { ...identity, inline: identity.inline.filter((policy) => policy.name !== name) }
}

const MANAGED_POLICIES_PER_IDENTITY = 10

/** The same identity with a managed policy attached (again is no error); `quota` is IAM's name for the limit. */
export function withAttached<I extends Identity>(identity: I, arn: string, quota: string): I {
  if (identity.attached.includes(arn)) return identity
  if (identity.attached.length >= MANAGED_POLICIES_PER_IDENTITY)
    throw limitExceeded(`Cannot exceed quota for ${quota}: ${MANAGED_POLICIES_PER_IDENTITY}`)
  return { ...identity, attached: [...identity.attached, arn] }
}

/** Throws `NoSuchEntity` where the policy is not attached. */
export function withoutAttached<I extends Identity>(identity: I, arn: string): I {
  if (!identity.attached.includes(arn)) throw noSuchEntity(`Policy ${arn} was not found.`)
  return { ...identity, attached: identity.attached.filter((other) => other !== arn) }
}

/** Throws `DeleteConflict` where the identity still has policies. */
export function checkDeletable(identity: Identity): void {
  if (identity.attached.length > 0) throw deleteConflict('Cannot delete entity, must detach all policies first.')
  if (identity.inline.length > 0) throw deleteConflict('Cannot delete entity, must delete policies first.')
}

export const removeRole = (ctx: Context, role: Role) => roles(ctx).delete(keyOf(role.name))

export const removeGroup = (ctx: Context, group: Group) => groups(ctx).delete(keyOf(group.name))

export const removeUser = (ctx: Context, user: User) => users(ctx).delete(keyOf(user.name))
