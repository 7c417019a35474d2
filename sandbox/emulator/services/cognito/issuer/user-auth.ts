import type { AuthFactorType, ChallengeNameType, InitiateAuthResponse } from '@aws-sdk/client-cognito-identity-provider'
import type { Context } from '../../../kernel/context.ts'
import * as errors from '../errors.ts'
import { findUser, type Pool, type User } from '../state.ts'
import { hidesUsers, parameter, type Attempt } from './attempt.ts'
import { closeChallenge, findChallenge, newSession, openChallenge } from './challenges.ts'
import { checkLockout } from './lockout.ts'
import { byPassword } from './password-sign-in.ts'
import { checkSecretHash } from './secret-hash.ts'
import { sendSignInCode } from './sign-in-codes.ts'
import { startSrp } from './srp-sign-in.ts'
import { beforeAuthentication } from './triggers/authentication.ts'

type FirstFactor = 'PASSWORD' | 'PASSWORD_SRP' | 'EMAIL_OTP' | 'SMS_OTP'

/**
 * USER_AUTH ("choice-based sign-in"): the user says how to sign in, with `PREFERRED_CHALLENGE` or in answer to
 * SELECT_CHALLENGE. Passkeys are none of the choices here.
 */
export async function startUserAuth(ctx: Context, attempt: Attempt): Promise<InitiateAuthResponse> {
  const { pool, client, parameters } = attempt
  const name = parameter(parameters, 'USERNAME')
  checkSecretHash(client, name, parameters['SECRET_HASH'])
  const user = findUser(ctx, pool, name)
  if (!user && !hidesUsers(client)) throw errors.userNotFound()
  if (user && !user.enabled) throw errors.userDisabled()
  const available = availableTo(pool, user)
  const preferred = available.find((factor) => factor === parameters['PREFERRED_CHALLENGE'])
  const answer = preferred ? await begin(ctx, attempt, user, preferred) : ask(ctx, attempt, user, 'SELECT_CHALLENGE')
  return answer.AuthenticationResult ? answer : { ...answer, AvailableChallenges: available }
}

/** What the pool's sign-in policy and the user's own addresses leave to choose from; of nobody, what anybody might have. */
function availableTo(pool: Pool, user: User | undefined): FirstFactor[] {
  const allowed = allowedFactors(pool)
  const has = (factor: AuthFactorType, address: string) => allowed.includes(factor) && user?.attributes[`${address}_verified`] === 'true'
  return [
    ...(allowed.includes('PASSWORD') && (!user || user.password) ? (['PASSWORD', 'PASSWORD_SRP'] as const) : []),
    ...(has('EMAIL_OTP', 'email') ? (['EMAIL_OTP'] as const) : []),
    ...(has('SMS_OTP', 'phone_number') ? (['SMS_OTP'] as const) : []),
  ]
}

const allowedFactors = ({ settings }: Pool) => settings.Policies?.SignInPolicy?.AllowedFirstAuthFactors ?? ['PASSWORD']

/** As GetUserAuthFactors names them. */
export const configuredFactors = (pool: Pool, user: User): AuthFactorType[] =>
  availableTo(pool, user).flatMap((factor) => (factor === 'PASSWORD_SRP' ? [] : [factor]))

/** A factor has been chosen: it is asked for, unless the request brings the answer along. */
async function begin(ctx: Context, attempt: Attempt, user: User | undefined, factor: FirstFactor): Promise<InitiateAuthResponse> {
  const { parameters } = attempt
  if (factor === 'PASSWORD') return parameters['PASSWORD'] ? byPassword(ctx, attempt) : ask(ctx, attempt, user, factor)
  if (factor === 'PASSWORD_SRP') return parameters['SRP_A'] ? startSrp(ctx, attempt) : ask(ctx, attempt, user, factor)
  if (!user) throw errors.wrongCredentials()
  checkLockout(ctx, user)
  await beforeAuthentication(ctx, attempt, parameter(parameters, 'USERNAME'), user)
  const about = await sendSignInCode(ctx, attempt, user, factor)
  return ask(ctx, attempt, user, factor, about)
}

function ask(
  ctx: Context,
  { pool, client }: Attempt,
  user: User | undefined,
  name: ChallengeNameType & (FirstFactor | 'SELECT_CHALLENGE'),
  about: Record<string, string> = {},
): InitiateAuthResponse {
  const Session = newSession(ctx)
  openChallenge(ctx, Session, { name, pool, client, ...(user ? { username: user.username } : {}) })
  return { ChallengeName: name, Session, ChallengeParameters: about }
}

/** SELECT_CHALLENGE: `ANSWER` is what is chosen; a password or `SRP_A` may come with it. */
export async function answerChoice(ctx: Context, session: string, attempt: Attempt): Promise<InitiateAuthResponse> {
  const user = whoIsAsked(ctx, session, attempt, 'SELECT_CHALLENGE')
  const answer = parameter(attempt.parameters, 'ANSWER')
  if (answer === 'WEB_AUTHN') throw errors.notEmulated('Sign-in with passkeys')
  const chosen = availableTo(attempt.pool, user).find((factor) => factor === answer)
  if (!chosen) throw errors.invalidParameter('Invalid challenge selection.')
  closeChallenge(ctx, attempt.pool, session)
  return begin(ctx, attempt, user, chosen)
}

/** PASSWORD and PASSWORD_SRP: what the choice did not bring along. */
export async function answerFactor(ctx: Context, session: string, attempt: Attempt, factor: 'PASSWORD' | 'PASSWORD_SRP'): Promise<InitiateAuthResponse> {
  const user = whoIsAsked(ctx, session, attempt, factor)
  parameter(attempt.parameters, factor === 'PASSWORD' ? 'PASSWORD' : 'SRP_A')
  closeChallenge(ctx, attempt.pool, session)
  return begin(ctx, attempt, user, factor)
}

/** Undefined for the made-up challenge that hides that there is no such user; throws NotAuthorizedException. */
function whoIsAsked(ctx: Context, session: string, { pool, client, parameters }: Attempt, challenge: FirstFactor | 'SELECT_CHALLENGE'): User | undefined {
  const name = parameter(parameters, 'USERNAME')
  checkSecretHash(client, name, parameters['SECRET_HASH'])
  const { username } = findChallenge(ctx, pool, client, challenge, session)
  const user = findUser(ctx, pool, name)
  if (user?.username !== username) throw errors.notAuthorized('Invalid session for the user.')
  if (user && !user.enabled) throw errors.userDisabled()
  return user
}
