import type { CodeDeliveryDetailsType } from '@aws-sdk/client-cognito-identity-provider'
import type { Context } from '../../../kernel/context.ts'
import { codeMismatch, expiredCode } from '../errors.ts'
import type { CodePurpose, Pool, User } from '../state.ts'
import { updateUser } from './users.ts'

const HOUR_MS = 3_600_000
/** How long a code of each kind is accepted (guide: "Verification codes"). */
const VALID_MS: Record<CodePurpose, number> = {
  'sign-up': 24 * HOUR_MS,
  password: HOUR_MS,
  email: 24 * HOUR_MS,
  phone_number: 24 * HOUR_MS,
}

/** No message leaves this machine: what it would say goes to the engine's log. */
export function invitation(ctx: Context, pool: Pool, user: User, password: string): void {
  ctx.settings.log(`cognito ${pool.id}: the temporary password of ${nameOf(user)} is ${password}`)
}

/**
 * "Sends" a new six-digit code: it is kept with the user and written to the engine's log. Gives where it went as AWS
 * words it, masked.
 */
export function sendCode(ctx: Context, pool: Pool, user: User, purpose: CodePurpose, by: Address): CodeDeliveryDetailsType {
  const code = ctx.ids.chars(6, '0123456789')
  const codes = { ...user.codes, [purpose]: { code, expiresAt: ctx.now + VALID_MS[purpose] } }
  updateUser(ctx, pool, user, { codes })
  ctx.settings.log(`cognito ${pool.id}: the ${purpose} code of ${nameOf(user)} is ${code}`)
  const Destination = mask(user.attributes[by] ?? '', by)
  return { Destination, DeliveryMedium: by === 'email' ? 'EMAIL' : 'SMS', AttributeName: by }
}

/** Takes in a code that a user was sent; gives the codes that are left. Throws ExpiredCodeException or CodeMismatchException. */
export function acceptCode(ctx: Context, user: User, purpose: CodePurpose, given: string): User['codes'] {
  const { [purpose]: sent, ...left } = user.codes
  if (!sent || sent.expiresAt <= ctx.now) throw expiredCode('Invalid code provided, please request a code again.')
  if (sent.code !== given) throw codeMismatch('Invalid verification code provided, please try again.')
  return left
}

/** The address that a new account is to confirm: the first that the pool verifies and the user has. */
export function addressToVerify(pool: Pool, user: User): Address | undefined {
  return (['email', 'phone_number'] as const).find(
    (name) => pool.settings.AutoVerifiedAttributes?.includes(name) && user.attributes[name] !== undefined,
  )
}

/** Where a code may be sent that lets a user in: a verified address, email first. */
export const verifiedAddress = (user: User): Address | undefined =>
  (['email', 'phone_number'] as const).find((name) => user.attributes[name] && user.attributes[`${name}_verified`] === 'true')

/** Where a client is not told which users exist: what a user of that name might have been told. */
export function inventedDelivery(name: string): CodeDeliveryDetailsType {
  const address = name.includes('@') ? name : `${name}@example.com`
  return { Destination: mask(address, 'email'), DeliveryMedium: 'EMAIL', AttributeName: 'email' }
}

export type Address = 'email' | 'phone_number'

/** `a***@e***` and `+*******1234`, as AWS masks them. */
function mask(value: string, by: Address): string {
  if (by === 'phone_number') return `+*******${value.slice(-4)}`
  const [name = '', domain = ''] = value.split('@')
  return `${name.slice(0, 1)}***@${domain.slice(0, 1)}***`
}

const nameOf = (user: User) => user.attributes['email'] ?? user.username
