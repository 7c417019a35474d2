import type { InitiateAuthResponse } from '@aws-sdk/client-cognito-identity-provider'
import type { Context } from '../../../kernel/context.ts'
import * as errors from '../errors.ts'
import { findUser, type Pool, type SoftwareToken, type User } from '../state.ts'
import { complete, parameter, type Attempt } from './attempt.ts'
import { closeChallenge, findChallenge, newSession, openChallenge } from './challenges.ts'
import { checkLockout, countFailure, forgetFailures } from './lockout.ts'
import { checkSecretHash } from './secret-hash.ts'
import { stepOfCode } from './totp.ts'
import { updateUser } from './users.ts'

/** The app that a user must show a code of; in a pool that requires a second factor a verified one always counts. */
function activeToken(pool: Pool, { totp }: User): SoftwareToken | undefined {
  const mfa = pool.settings.MfaConfiguration ?? 'OFF'
  if (mfa === 'OFF' || !totp?.verified) return undefined
  return totp.enabled || mfa === 'ON' ? totp : undefined
}

/** The question for a second factor, or for setting one up; undefined where none is due. */
export function askSecondFactor(ctx: Context, { pool, client }: Attempt, user: User): InitiateAuthResponse | undefined {
  const token = activeToken(pool, user)
  if (!token && pool.settings.MfaConfiguration !== 'ON') return undefined
  const name = token ? 'SOFTWARE_TOKEN_MFA' : 'MFA_SETUP'
  const Session = newSession(ctx)
  openChallenge(ctx, Session, { name, pool, client, username: user.username })
  const about = token ? { FRIENDLY_DEVICE_NAME: token.deviceName ?? '' } : { MFAS_CAN_SETUP: '["SOFTWARE_TOKEN_MFA"]' }
  return { ChallengeName: name, Session, ChallengeParameters: { ...about, USER_ID_FOR_SRP: user.username } }
}

/** A wrong code leaves the session open; too many of them lock the user out for a while. */
export async function answerSoftwareToken(ctx: Context, session: string, attempt: Attempt): Promise<InitiateAuthResponse> {
  const { pool, parameters } = attempt
  const user = userOfSession(ctx, 'SOFTWARE_TOKEN_MFA', session, attempt)
  const token = activeToken(pool, user)
  if (!token) throw errors.notAuthorized('Invalid session for the user.')
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

function userOfSession(ctx: Context, challenge: 'SOFTWARE_TOKEN_MFA' | 'MFA_SETUP', session: string, { pool, client, parameters }: Attempt): User {
  const name = parameter(parameters, 'USERNAME')
  checkSecretHash(client, name, parameters['SECRET_HASH'])
  const { username } = findChallenge(ctx, pool, client, challenge, session)
  const user = findUser(ctx, pool, name)
  if (!user || user.username !== username) throw errors.notAuthorized('Invalid session for the user.')
  if (!user.enabled) throw errors.userDisabled()
  return user
}
