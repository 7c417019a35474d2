import type { Client, Pool, User } from '../../state.ts'
import { attributesOf, runTrigger, withMetadata, type Acting, type Metadata } from './invoke.ts'
import { flag } from './read.ts'

export interface SigningUp {
  readonly userName: string
  readonly attributes: Readonly<Record<string, string>>
  readonly client?: Client
  readonly validationData?: Metadata
  readonly metadata?: Metadata
}

export interface Approval {
  readonly confirmed: boolean
  /** Attributes that the function vouches for (`email_verified`). */
  readonly verified: Readonly<Record<string, string>>
}

/** Asks whether somebody may have an account: a refusal is thrown. Only a sign-up by the user can be confirmed by it. */
export async function beforeSignUp(ctx: Acting, pool: Pool, source: 'PreSignUp_SignUp' | 'PreSignUp_AdminCreateUser', who: SigningUp): Promise<Approval> {
  const { attributes: userAttributes, client, userName, metadata } = who
  const request = { userAttributes, validationData: who.validationData ?? null, ...withMetadata(metadata) }
  const response = { autoConfirmUser: false, autoVerifyEmail: false, autoVerifyPhone: false }
  const answer = (await runTrigger(ctx, pool, 'PreSignUp', { source, userName, client, request, response })) ?? {}
  const email = flag(answer, 'autoVerifyEmail') && userAttributes['email'] !== undefined
  const phone = flag(answer, 'autoVerifyPhone') && userAttributes['phone_number'] !== undefined
  const verified = { ...(email ? { email_verified: 'true' } : {}), ...(phone ? { phone_number_verified: 'true' } : {}) }
  return { confirmed: flag(answer, 'autoConfirmUser'), verified }
}

/** Tells that an account, or a new password, has been confirmed. */
export async function afterConfirmation(
  ctx: Acting,
  pool: Pool,
  user: User,
  about: { source: 'ConfirmSignUp' | 'ConfirmForgotPassword'; client?: Client; metadata?: Metadata },
): Promise<void> {
  const request = { userAttributes: attributesOf(user), ...withMetadata(about.metadata) }
  const source = `PostConfirmation_${about.source}`
  await runTrigger(ctx, pool, 'PostConfirmation', { source, userName: user.username, client: about.client, request, response: {} })
}
