import type { UserStatusType, UserType } from '@aws-sdk/client-cognito-identity-provider'
import type { Context } from '../../../kernel/context.ts'
import { invalidParameter, notAuthorized, usernameExists, userNotFound } from '../errors.ts'
import { findUser, saveUser, usersOf, type Pool, type User } from '../state.ts'
import { attributeList, isEmail, isPhoneNumber } from './attributes.ts'
import { makeVerifier } from './password.ts'

/** A user that an operation cannot do without; throws UserNotFoundException. */
export function requireUser(ctx: Pick<Context, 'store'>, pool: Pool, name: string): User {
  const user = findUser(ctx, pool, name)
  if (!user) throw userNotFound()
  return user
}

/** Saves a change of a user and stamps it. */
export function updateUser(ctx: Pick<Context, 'store' | 'now'>, pool: Pool, user: User, changes: Partial<User>): User {
  return saveUser(ctx, pool, { ...user, ...changes, updatedAt: ctx.now })
}

/** ForceAliasCreation: whoever else signs in by one of these addresses does so no longer. */
export function takeAliases(ctx: Pick<Context, 'store' | 'now'>, pool: Pool, attributes: Readonly<Record<string, string>>, username?: string): void {
  for (const name of ['email', 'phone_number'] as const) {
    const value = attributes[name]
    const isAlias = pool.settings.AliasAttributes?.includes(name) && attributes[`${name}_verified`] === 'true'
    const owner = isAlias && value !== undefined ? findUser(ctx, pool, value) : undefined
    if (!owner || owner.username === username || owner.attributes[name] !== value) continue
    updateUser(ctx, pool, owner, { attributes: { ...owner.attributes, [`${name}_verified`]: 'false' } })
  }
}

interface NewUser {
  /** Where the id is known before the account is made; a new one otherwise. */
  readonly sub?: string
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly status: UserStatusType
  readonly password?: string
  readonly passwordExpiresAt?: number
}

/**
 * Makes and saves a user. Where the pool signs in by email or phone number, `name` is that address and the username
 * is a UUID equal to `sub`. Throws UsernameExistsException with `taken` as its message for a plain name.
 */
export function createUser(ctx: Pick<Context, 'store' | 'ids' | 'now'>, pool: Pool, wanted: NewUser, taken: string): User {
  const { name, status, password, passwordExpiresAt } = wanted
  const sub = wanted.sub ?? ctx.ids.uuid()
  const address = addressKind(pool, name)
  const attributes = address ? { ...wanted.attributes, [address]: name } : wanted.attributes
  refuseTaken(ctx, pool, { name, address, attributes, taken })
  const username = usernameFor(pool, name, sub)
  const user: User = {
    username,
    sub,
    attributes,
    enabled: true,
    status,
    createdAt: ctx.now,
    updatedAt: ctx.now,
    ...(password === undefined ? {} : { password: makeVerifier(ctx.ids, pool, username, password) }),
    ...(passwordExpiresAt === undefined ? {} : { passwordExpiresAt }),
    groups: [],
    codes: {},
  }
  return saveUser(ctx, pool, user)
}

/** What an account will be called: by its name, or by its `sub` where the pool signs in by email or phone number. */
export const usernameFor = (pool: Pool, name: string, sub: string): string => (addressKind(pool, name) ? sub : folded(pool, name))

const folded = (pool: Pool, name: string) => (pool.settings.UsernameConfiguration?.CaseSensitive === false ? name.toLowerCase() : name)

function addressKind(pool: Pool, name: string): 'email' | 'phone_number' | undefined {
  const { UsernameAttributes = [], AliasAttributes = [] } = pool.settings
  const [email, phone] = [UsernameAttributes.includes('email'), UsernameAttributes.includes('phone_number')]
  if (email && isEmail(name)) return 'email'
  if (phone && isPhoneNumber(name)) return 'phone_number'
  if (email && phone) throw invalidParameter('Username should be either an email or a phone number.')
  if (email) throw invalidParameter('Username should be an email.')
  if (phone) throw invalidParameter('Username should be a phone number.')
  if (AliasAttributes.includes('email') && isEmail(name))
    throw invalidParameter('Username cannot be of email format, since user pool is configured for email alias.')
  return undefined
}

function refuseTaken(
  ctx: Pick<Context, 'store'>,
  pool: Pool,
  { name, address, attributes, taken }: { name: string; address: string | undefined; attributes: Record<string, string>; taken: string },
): void {
  if (!address && usersOf(ctx, pool).has(folded(pool, name))) throw usernameExists(taken)
  for (const attribute of pool.settings.UsernameAttributes ?? []) {
    const value = attributes[attribute]
    if (value !== undefined && findUser(ctx, pool, value))
      throw usernameExists(`An account with the given ${attribute} already exists.`)
  }
}

/** What a sign-up starts with: the address that it signs in by, and each address not verified yet. */
export function signUpAttributes(pool: Pool, name: string, given: Record<string, string>): Record<string, string> {
  if (given['email_verified'] === 'true' || given['phone_number_verified'] === 'true')
    throw notAuthorized('A client attempted to write unauthorized attribute')
  const address = addressKind(pool, name)
  const attributes = address ? { ...given, [address]: name } : { ...given }
  for (const each of ['email', 'phone_number']) if (attributes[each]) attributes[`${each}_verified`] = 'false'
  return attributes
}

export function describeUser(user: User): UserType {
  return {
    Username: user.username,
    Attributes: attributeList(user),
    UserCreateDate: new Date(user.createdAt),
    UserLastModifiedDate: new Date(user.updatedAt),
    Enabled: user.enabled,
    UserStatus: user.status,
  }
}
