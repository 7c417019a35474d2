import type { CodeDeliveryDetailsType } from '@aws-sdk/client-cognito-identity-provider'
import { codeMismatch, expiredCode } from '../errors.ts'
import { findUser, type Client, type CodePurpose, type Pool, type SentCode, type User } from '../state.ts'
import type { Context } from '../../../kernel/context.ts'
import type { Acting, Metadata } from './triggers/invoke.ts'
import { CODE_PLACE, customMessage, USERNAME_PLACE, type MessageSource, type Wording } from './triggers/message.ts'
import { updateUser } from './users.ts'

const HOUR_MS = 3_600_000
/** How long a code of each kind is accepted (guide: "Verification codes"). */
const VALID_MS: Record<Exclude<CodePurpose, 'invitation' | 'sign-in'>, number> = {
  'sign-up': 24 * HOUR_MS,
  password: HOUR_MS,
  email: 24 * HOUR_MS,
  phone_number: 24 * HOUR_MS,
}

export type Address = 'email' | 'phone_number'

/** A message that is due: why, and by whose doing. */
export interface Sending {
  readonly purpose: Exclude<CodePurpose, 'invitation'>
  readonly by: Address
  /** As the pool's function is told. */
  readonly source: MessageSource
  readonly client?: Client
  readonly metadata?: Metadata
  /** In place of the pool's words for a verification code. */
  readonly words?: Words
}

/**
 * "Sends" a new six-digit code: it is kept with the user and written to the engine's log, in the words of the pool's
 * function if it has one. Gives where it went as AWS words it, masked.
 */
export async function sendCode(ctx: Acting, pool: Pool, user: User, sending: Sending): Promise<CodeDeliveryDetailsType> {
  const { purpose, by } = sending
  const code = ctx.ids.chars(6, '0123456789')
  const words = worded(await customMessage(ctx, pool, user, sending), by, sending.words ?? defaultWords(pool, by))
  // A code to sign in with lasts as long as the client's sign-in session.
  const valid_ms = purpose === 'sign-in' ? (sending.client?.settings.AuthSessionValidity ?? 3) * 60_000 : VALID_MS[purpose]
  const sent = { code, expiresAt: ctx.now + valid_ms, ...filledIn(words, code, user) }
  keep(ctx, pool, user, purpose, sent)
  ctx.settings.log(`cognito ${pool.id}: the ${purpose} code of ${nameOf(user)} is ${code}`)
  const Destination = mask(user.attributes[by] ?? '', by)
  return { Destination, DeliveryMedium: by === 'email' ? 'EMAIL' : 'SMS', AttributeName: by }
}

/** No message leaves this machine: what the invitation would say is kept with the user and goes to the engine's log. */
export async function invitation(ctx: Acting, pool: Pool, user: User, password: string, metadata?: Metadata): Promise<void> {
  const by = user.attributes['email'] === undefined && user.attributes['phone_number'] !== undefined ? 'phone_number' : 'email'
  const template = pool.settings.AdminCreateUserConfig?.InviteMessageTemplate ?? {}
  const text = (by === 'email' ? template.EmailMessage : template.SMSMessage) ?? 'Your username is {username} and temporary password is {####}.'
  const standard = { text, ...(by === 'email' ? { subject: template.EmailSubject ?? 'Your temporary password' } : {}) }
  const words = worded(await customMessage(ctx, pool, user, { source: 'AdminCreateUser', metadata }), by, standard)
  keep(ctx, pool, user, 'invitation', { code: password, expiresAt: user.passwordExpiresAt ?? ctx.now, ...filledIn(words, password, user) })
  ctx.settings.log(`cognito ${pool.id}: the temporary password of ${nameOf(user)} is ${password}`)
}

/** Read again, because the pool's function takes its time. */
function keep(ctx: Acting, pool: Pool, { username }: User, purpose: CodePurpose, sent: SentCode): void {
  const user = findUser(ctx, pool, username)
  if (user) updateUser(ctx, pool, user, { codes: { ...user.codes, [purpose]: sent } })
}

export interface Words {
  readonly text: string
  readonly subject?: string
}

function defaultWords({ settings }: Pool, by: Address): Words {
  const { EmailMessage, EmailSubject, SmsMessage } = settings.VerificationMessageTemplate ?? {}
  const standard = 'Your verification code is {####}.'
  if (by === 'phone_number') return { text: SmsMessage ?? settings.SmsVerificationMessage ?? standard }
  const subject = EmailSubject ?? settings.EmailVerificationSubject ?? 'Your verification code'
  return { text: EmailMessage ?? settings.EmailVerificationMessage ?? standard, subject }
}

function worded(custom: Wording, by: Address, standard: Words): Words {
  const subject = custom.subject ?? standard.subject
  const text = (by === 'email' ? custom.email : custom.sms) ?? standard.text
  return { text, ...(by === 'email' && subject !== undefined ? { subject } : {}) }
}

function filledIn({ text, subject }: Words, code: string, user: User): Pick<SentCode, 'message' | 'subject'> {
  const message = text.replaceAll(CODE_PLACE, () => code).replaceAll(USERNAME_PLACE, () => nameOf(user))
  return { message, ...(subject === undefined ? {} : { subject }) }
}

/** Takes in a code that a user was sent; gives the codes that are left. Throws ExpiredCodeException or CodeMismatchException. */
export function acceptCode(ctx: Pick<Context, 'now'>, user: User, purpose: Sending['purpose'], given: string): User['codes'] {
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

/** `a***@e***` and `+*******1234`, as AWS masks them. */
function mask(value: string, by: Address): string {
  if (by === 'phone_number') return `+*******${value.slice(-4)}`
  const [name = '', domain = ''] = value.split('@')
  return `${name.slice(0, 1)}***@${domain.slice(0, 1)}***`
}

const nameOf = (user: User) => user.attributes['email'] ?? user.username
