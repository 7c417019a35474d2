import { timingSafeEqual } from 'node:crypto'
import type { PasswordPolicyType } from '@aws-sdk/client-cognito-identity-provider'
import type { Ids } from '../../../kernel/ids.ts'
import { invalidPassword, passwordUsedBefore } from '../errors.ts'
import type { PasswordVerifier, Pool, User } from '../state.ts'
import { verifierOf, type SrpIdentity } from './srp.ts'

/** The characters that count as symbols; a space inside counts too (guide: "Adding user pool password requirements"). */
const SYMBOL = /[\^$*.[\]{}()?"!@#%&/\\,><':;|_~`=+\- ]/

const RULES: readonly (readonly [rule: keyof PasswordPolicyType, pattern: RegExp, reason: string])[] = [
  ['RequireUppercase', /[A-Z]/, 'Password must have uppercase characters'],
  ['RequireLowercase', /[a-z]/, 'Password must have lowercase characters'],
  ['RequireNumbers', /[0-9]/, 'Password must have numeric characters'],
  ['RequireSymbols', SYMBOL, 'Password must have symbol characters'],
]

/** Throws InvalidPasswordException with the first rule of the pool that the password breaks. */
export function checkPolicy(pool: Pool, password: string): void {
  const policy = pool.settings.Policies?.PasswordPolicy ?? {}
  if (password.length < (policy.MinimumLength ?? 8)) throw invalidPassword('Password not long enough')
  for (const [rule, pattern, reason] of RULES) if (policy[rule] && !pattern.test(password)) throw invalidPassword(reason)
}

export const srpIdentity = (pool: Pool, username: string): SrpIdentity => ({
  poolName: pool.id.slice(pool.id.indexOf('_') + 1),
  username,
})

/** What is kept of a password. */
export function makeVerifier(ids: Ids, pool: Pool, username: string, password: string): PasswordVerifier {
  const salt = newSalt(ids)
  return { salt, verifier: verifierOf(srpIdentity(pool, username), password, salt) }
}

/**
 * What a user's new password changes. Throws InvalidPasswordException, and PasswordHistoryPolicyViolationException where
 * the pool remembers that the user has had it.
 */
export function newPassword(ids: Ids, pool: Pool, user: User, password: string): Pick<User, 'password' | 'formerPasswords'> {
  checkPolicy(pool, password)
  const size = pool.settings.Policies?.PasswordPolicy?.PasswordHistorySize ?? 0
  const former = [...(user.password ? [user.password] : []), ...(user.formerPasswords ?? [])].slice(0, size)
  const identity = srpIdentity(pool, user.username)
  if (former.some(({ salt, verifier }) => safeEqual(verifierOf(identity, password, salt), verifier))) throw passwordUsedBefore()
  return { password: makeVerifier(ids, pool, user.username, password), ...(size > 0 ? { formerPasswords: former } : {}) }
}

/** 16 bytes in hex. The first digit is not zero: clients differ in whether leading zeros are part of the salt. */
const newSalt = (ids: Ids) => ids.chars(1, '123456789abcdef') + ids.hex(31)

export function passwordMatches(pool: Pool, user: User, password: string): boolean {
  if (!user.password) return false
  const given = verifierOf(srpIdentity(pool, user.username), password, user.password.salt)
  return safeEqual(given, user.password.verifier)
}

export function safeEqual(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)]
  return a.length === b.length && timingSafeEqual(a, b)
}

/** Without the characters that are taken for each other. */
const KINDS = ['ABCDEFGHJKLMNPQRSTUVWXYZ', 'abcdefghijkmnopqrstuvwxyz', '23456789', '!#$%&*?@']

/** A password that every policy accepts, for users who are created without one. */
export function temporaryPassword(ids: Ids, pool: Pool): string {
  const length = Math.max(8, pool.settings.Policies?.PasswordPolicy?.MinimumLength ?? 8)
  const rest = ids.chars(length - KINDS.length, KINDS.slice(0, 3).join(''))
  return [...KINDS.map((kind) => ids.chars(1, kind)), rest].join('')
}
