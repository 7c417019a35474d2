import type { Client, Pool, User } from '../../state.ts'
import { attributesOf, runTrigger, withMetadata, type Acting, type Metadata } from './invoke.ts'
import { text } from './read.ts'

export type MessageSource = 'SignUp' | 'AdminCreateUser' | 'ResendCode' | 'ForgotPassword' | 'UpdateUserAttribute' | 'VerifyUserAttribute' | 'Authentication'

export interface Wording {
  readonly sms?: string
  readonly email?: string
  readonly subject?: string
}

/** What takes the code's place in a message, and the user's name in an invitation. */
export const CODE_PLACE = '{####}'
export const USERNAME_PLACE = '{username}'

/** The pool's own words for a message, as far as its function has any. */
export async function customMessage(
  ctx: Acting,
  pool: Pool,
  user: User,
  about: { source: MessageSource; client?: Client | undefined; metadata?: Metadata },
): Promise<Wording> {
  const invites = about.source === 'AdminCreateUser'
  const request = {
    userAttributes: attributesOf(user),
    codeParameter: CODE_PLACE,
    linkParameter: '{##Click Here##}',
    usernameParameter: invites ? USERNAME_PLACE : null,
    ...withMetadata(about.metadata),
  }
  const response = { smsMessage: null, emailMessage: null, emailSubject: null }
  const event = { source: `CustomMessage_${about.source}`, userName: user.username, client: about.client, request, response }
  const answer = (await runTrigger(ctx, pool, 'CustomMessage', event)) ?? {}
  const [sms, email, subject] = ['smsMessage', 'emailMessage', 'emailSubject'].map((name) => text(answer, name))
  return { ...(sms ? { sms } : {}), ...(email ? { email } : {}), ...(subject ? { subject } : {}) }
}
