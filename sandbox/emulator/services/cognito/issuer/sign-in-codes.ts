import type { Context } from '../../../kernel/context.ts'
import type { User } from '../state.ts'
import type { Attempt } from './attempt.ts'
import { sendCode, type Words } from './messages.ts'

/** Sends a code that lets a user in, by text message or email; gives the challenge's parameters about it. */
export async function sendSignInCode(
  ctx: Context,
  { pool, client, metadata }: Attempt,
  user: User,
  name: 'SMS_MFA' | 'EMAIL_OTP' | 'SMS_OTP',
): Promise<Record<string, string>> {
  const by = name === 'EMAIL_OTP' ? 'email' : 'phone_number'
  const words: Words =
    by === 'email'
      ? { text: pool.emailMfa?.Message ?? 'Your authentication code is {####}.', subject: pool.emailMfa?.Subject ?? 'Your authentication code' }
      : { text: pool.settings.SmsAuthenticationMessage ?? 'Your authentication code is {####}.' }
  const sent = await sendCode(ctx, pool, user, { purpose: 'sign-in', source: 'Authentication', by, words, client, metadata })
  return { CODE_DELIVERY_DELIVERY_MEDIUM: sent.DeliveryMedium!, CODE_DELIVERY_DESTINATION: sent.Destination! }
}
