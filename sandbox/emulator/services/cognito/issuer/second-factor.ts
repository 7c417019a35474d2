import type { InitiateAuthResponse } from '@aws-sdk/client-cognito-identity-provider'
import type { Context } from '../../../kernel/context.ts'
import * as errors from '../errors.ts'
import { findUser, type Challenge, type Pool, type User } from '../state.ts'
import { complete, parameter, type Attempt } from './attempt.ts'
import { closeChallenge, findChallenge, newSession, openChallenge } from './challenges.ts'
import { checkLockout, countFailure, forgetFailures } from './lockout.ts'
import { hasSmsMfa, preferencesOf, type Factor } from './mfa-settings.ts'
import { checkSecretHash } from './secret-hash.ts'
import { sendSignInCode } from './sign-in-codes.ts'
import { stepOfCode } from './totp.ts'
import { updateUser } from './users.ts'

/**
 * The factors that a user may be asked for: those that are switched on, or, in a pool that requires a second factor and
 * where none is, those that the user could show.
 */
function factorsOf(pool: Pool, user: User): Factor[] {
  const mode = pool.settings.MfaConfiguration ?? 'OFF'
  if (mode === 'OFF') return []
  const preferences = preferencesOf(user)
  const on = preferences.filter(([, preference]) => preference?.enabled)
  const [preferred] = on.find(([, preference]) => preference?.preferred) ?? []
  if (preferred) return [preferred]
  if (on.length > 0 || mode === 'OPTIONAL') return on.map(([factor]) => factor)
  if (user.totp?.verified) return ['SOFTWARE_TOKEN_MFA']
  return [
    ...(hasSmsMfa(pool) && user.attributes['phone_number'] ? (['SMS_MFA'] as const) : []),
    ...(pool.emailMfa && user.attributes['email'] ? (['EMAIL_OTP'] as const) : []),
  ]
}

/** The question for a second factor, or for setting one up; undefined where none is due. */
export async function askSecondFactor(ctx: Context, attempt: Attempt, user: User): Promise<InitiateAuthResponse | undefined> {
  const { pool } = attempt
  const [factor, ...others] = factorsOf(pool, user)
  if (factor && others.length > 0)
    return ask(ctx, attempt, user, 'SELECT_MFA_TYPE', { MFAS_CAN_CHOOSE: JSON.stringify([factor, ...others]) })
  if (factor) return askFor(ctx, attempt, user, factor)
  if (pool.settings.MfaConfiguration !== 'ON') return undefined
  const can = [...(hasSmsMfa(pool) ? ['SMS_MFA'] : []), ...(pool.emailMfa ? ['EMAIL_OTP'] : []), ...(pool.softwareTokenMfa ? ['SOFTWARE_TOKEN_MFA'] : [])]
  return ask(ctx, attempt, user, 'MFA_SETUP', { MFAS_CAN_SETUP: JSON.stringify(can) })
}

async function askFor(ctx: Context, attempt: Attempt, user: User, factor: Factor): Promise<InitiateAuthResponse> {
  if (factor === 'SOFTWARE_TOKEN_MFA') return ask(ctx, attempt, user, factor, { FRIENDLY_DEVICE_NAME: user.totp?.deviceName ?? '' })
  const sent = await sendSignInCode(ctx, attempt, user, factor)
  return ask(ctx, attempt, user, factor, sent)
}

function ask(ctx: Context, { pool, client }: Attempt, user: User, name: Challenge['name'] & InitiateAuthResponse['ChallengeName'], about: Record<string, string>): InitiateAuthResponse {
  const Session = newSession(ctx)
  openChallenge(ctx, Session, { name, pool, client, username: user.username })
  return { ChallengeName: name, Session, ChallengeParameters: { ...about, USER_ID_FOR_SRP: user.username } }
}

/** SELECT_MFA_TYPE: the user has chosen one of several. */
export async function answerSelection(ctx: Context, session: string, attempt: Attempt): Promise<InitiateAuthResponse> {
  const user = userOfSession(ctx, 'SELECT_MFA_TYPE', session, attempt)
  const chosen = factorsOf(attempt.pool, user).find((factor) => factor === parameter(attempt.parameters, 'ANSWER'))
  if (!chosen) throw errors.invalidParameter('Invalid MFA type selection.')
  closeChallenge(ctx, attempt.pool, session)
  return askFor(ctx, attempt, user, chosen)
}

/** A code that was sent, as a second factor or as the only one. A wrong one leaves the session open. */
export async function answerSentCode(ctx: Context, session: string, attempt: Attempt, name: 'SMS_MFA' | 'EMAIL_OTP' | 'SMS_OTP'): Promise<InitiateAuthResponse> {
  const { pool, parameters } = attempt
  const user = userOfSession(ctx, name, session, attempt)
  if (user.status === 'UNCONFIRMED') throw errors.userNotConfirmed()
  checkLockout(ctx, user)
  const given = parameter(parameters, `${name}_CODE`)
  const { 'sign-in': sent, ...codes } = user.codes
  if (!sent || sent.expiresAt <= ctx.now) throw errors.expiredCode('Invalid code provided, please request a code again.')
  if (sent.code !== given) {
    countFailure(ctx, pool, user)
    throw errors.codeMismatch('Invalid code received for user')
  }
  closeChallenge(ctx, pool, session)
  return complete(ctx, attempt, updateUser(ctx, pool, forgetFailures(ctx, pool, user), { codes }))
}

/** A wrong code leaves the session open; too many of them lock the user out for a while. */
export async function answerSoftwareToken(ctx: Context, session: string, attempt: Attempt): Promise<InitiateAuthResponse> {
  const { pool, parameters } = attempt
  const user = userOfSession(ctx, 'SOFTWARE_TOKEN_MFA', session, attempt)
  const token = user.totp
  if (!token?.verified || !factorsOf(pool, user).includes('SOFTWARE_TOKEN_MFA')) throw errors.notAuthorized('Invalid session for the user.')
  checkLockout(ctx, user)
  const used = stepOfCode(token.secret, parameter(parameters, 'SOFTWARE_TOKEN_MFA_CODE'), ctx.now)
  if (used === undefined) {
    countFailure(ctx, pool, user)
    throw errors.codeMismatch('Invalid code received for user')
  }
  if (token.usedStep !== undefined && used <= token.usedStep) throw errors.expiredCode('Your software token has already been used once.')
  closeChallenge(ctx, pool, session)
  const known = forgetFailures(ctx, pool, user)
  return complete(ctx, attempt, updateUser(ctx, pool, known, { totp: { ...token, usedStep: used } }))
}

/** The app has been set up with AssociateSoftwareToken and VerifySoftwareToken: from here on it is the user's second factor. */
export async function answerMfaSetup(ctx: Context, session: string, attempt: Attempt): Promise<InitiateAuthResponse> {
  const { pool, client } = attempt
  const user = userOfSession(ctx, 'MFA_SETUP', session, attempt)
  const { setup } = findChallenge(ctx, pool, client, 'MFA_SETUP', session)
  if (!setup?.verified) throw errors.invalidParameter('User has not verified software token mfa')
  closeChallenge(ctx, pool, session)
  const totp = { ...setup, enabled: true, preferred: true }
  return complete(ctx, attempt, updateUser(ctx, pool, user, { totp }))
}

/** The user whom a challenge was put to, by the name that comes with the answer; throws NotAuthorizedException. */
export function userOfSession(ctx: Context, challenge: Challenge['name'], session: string, { pool, client, parameters }: Attempt): User {
  const name = parameter(parameters, 'USERNAME')
  checkSecretHash(client, name, parameters['SECRET_HASH'])
  const { username } = findChallenge(ctx, pool, client, challenge, session)
  const user = findUser(ctx, pool, name)
  if (!user || user.username !== username) throw errors.notAuthorized('Invalid session for the user.')
  if (!user.enabled) throw errors.userDisabled()
  return user
}
