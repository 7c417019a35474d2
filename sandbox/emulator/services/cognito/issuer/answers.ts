import type { InitiateAuthResponse } from '@aws-sdk/client-cognito-identity-provider'
import type { Context } from '../../../kernel/context.ts'
import * as errors from '../errors.ts'
import { findUser } from '../state.ts'
import { admit, parameter, type Attempt } from './attempt.ts'
import { mergeAttributes, readAttributes } from './attributes.ts'
import { closeChallenge, findChallenge, missingAttributes, missingRequired } from './challenges.ts'
import { answerCustom, answerCustomPassword } from './custom-auth.ts'
import { newPassword } from './password.ts'
import { answerMfaSetup, answerSelection, answerSentCode, answerSoftwareToken } from './second-factor.ts'
import { checkSecretHash } from './secret-hash.ts'
import { answerSrp } from './srp-sign-in.ts'
import { answerChoice, answerFactor } from './user-auth.ts'
import { updateUser } from './users.ts'

type Answer = (ctx: Context, session: string, attempt: Attempt) => Promise<InitiateAuthResponse>

/** Challenges that are known by their session. */
const ANSWERS: Readonly<Record<string, Answer>> = {
  NEW_PASSWORD_REQUIRED: answerNewPassword,
  SOFTWARE_TOKEN_MFA: answerSoftwareToken,
  MFA_SETUP: answerMfaSetup,
  SELECT_MFA_TYPE: answerSelection,
  SMS_MFA: (ctx, session, attempt) => answerSentCode(ctx, session, attempt, 'SMS_MFA'),
  EMAIL_OTP: (ctx, session, attempt) => answerSentCode(ctx, session, attempt, 'EMAIL_OTP'),
  SMS_OTP: (ctx, session, attempt) => answerSentCode(ctx, session, attempt, 'SMS_OTP'),
  SELECT_CHALLENGE: answerChoice,
  PASSWORD: (ctx, session, attempt) => answerFactor(ctx, session, attempt, 'PASSWORD'),
  PASSWORD_SRP: (ctx, session, attempt) => answerFactor(ctx, session, attempt, 'PASSWORD_SRP'),
  CUSTOM_CHALLENGE: answerCustom,
}

/** The answer to a challenge; `attempt.parameters` are the challenge's responses. */
export async function respond(
  ctx: Context,
  challenge: string,
  session: string | undefined,
  attempt: Attempt,
): Promise<InitiateAuthResponse> {
  if (challenge === 'PASSWORD_VERIFIER') {
    const { user, custom } = await answerSrp(ctx, attempt)
    return custom ? answerCustomPassword(ctx, attempt, user, custom) : admit(ctx, attempt, user)
  }
  const answer = Object.hasOwn(ANSWERS, challenge) ? ANSWERS[challenge] : undefined
  if (!answer) throw errors.notEmulated(`The challenge ${challenge}`)
  if (!session) throw errors.invalidParameter('Missing required parameter Session')
  return answer(ctx, session, attempt)
}

/** A refused password leaves the session open, so that the user can choose another. */
async function answerNewPassword(ctx: Context, session: string, attempt: Attempt): Promise<InitiateAuthResponse> {
  const { pool, client, parameters } = attempt
  const name = parameter(parameters, 'USERNAME')
  checkSecretHash(client, name, parameters['SECRET_HASH'])
  const { username } = findChallenge(ctx, pool, client, 'NEW_PASSWORD_REQUIRED', session)
  const user = findUser(ctx, pool, name)
  if (!user || user.username !== username) throw errors.notAuthorized('Invalid session for the user.')
  if (!user.enabled) throw errors.userDisabled()
  const password = newPassword(ctx.ids, pool, user, parameter(parameters, 'NEW_PASSWORD'))
  const attributes = mergeAttributes(user, readAttributes(pool, givenAttributes(parameters)))
  const missing = missingAttributes(pool, { attributes })
  if (missing.length > 0) throw missingRequired(missing)
  closeChallenge(ctx, pool, session)
  const { invitation: _, ...codes } = user.codes
  const ready = updateUser(ctx, pool, user, { attributes, ...password, status: 'CONFIRMED', codes })
  return admit(ctx, attempt, ready, 'NewPasswordChallenge')
}

const PREFIX = 'userAttributes.'

const givenAttributes = (parameters: Readonly<Record<string, string>>) =>
  Object.entries(parameters).flatMap(([key, Value]) => (key.startsWith(PREFIX) ? [{ Name: key.slice(PREFIX.length), Value }] : []))
