import { createHash } from 'node:crypto'
import type * as sdk from '@aws-sdk/client-iam'
import type { Context } from '../../kernel/context.ts'
import { accountOf } from './account.ts'
import { noSuchEntity, passwordViolation } from './errors.ts'
import type { LoginProfile, User } from './state.ts'

export const PASSWORD = { min: 1, max: 128, sensitive: true } as const

/** Nobody signs in with it here; it is kept so that ChangePassword can ask for the old one. */
export const hashOf = (password: string) => createHash('sha256').update(password).digest('base64')

const RULES: readonly (readonly [keyof sdk.PasswordPolicy, RegExp, string])[] = [
  ['RequireUppercaseCharacters', /[A-Z]/, 'uppercase letter'],
  ['RequireLowercaseCharacters', /[a-z]/, 'lowercase letter'],
  ['RequireNumbers', /[0-9]/, 'number'],
  ['RequireSymbols', /[!@#$%^&*()_+=[\]{}|'-]/, 'symbol'],
]

/** Throws `PasswordPolicyViolation`. An account without a policy wants eight characters of three kinds. */
export function checkPassword(ctx: Context, password: string): void {
  const policy = accountOf(ctx).passwordPolicy
  const length = policy?.MinimumPasswordLength ?? 8
  if (password.length < length) throw passwordViolation(`Password should have a minimum length of ${length}`)
  for (const [rule, pattern, what] of RULES)
    if (policy?.[rule] && !pattern.test(password)) throw passwordViolation(`Password should have at least one ${what}`)
  if (!policy && RULES.filter(([, pattern]) => pattern.test(password)).length < 3)
    throw passwordViolation('Password does not conform to the account password policy.')
}

/** Throws `NoSuchEntity` where the user has none. */
export function findLogin(user: User): LoginProfile {
  if (!user.login) throw noSuchEntity(`Login Profile for User ${user.name} cannot be found.`)
  return user.login
}

/** A login profile as IAM shows it; never the password. */
export const loginView = (user: User, { createdAt, resetRequired }: LoginProfile): sdk.LoginProfile => ({
  UserName: user.name,
  CreateDate: new Date(createdAt),
  PasswordResetRequired: resetRequired,
})
