import { createHmac } from 'node:crypto'
import type { InitiateAuthResponse } from '@aws-sdk/client-cognito-identity-provider'
import type { Context } from '../../../kernel/context.ts'
import * as errors from '../errors.ts'
import { findUser, type Client, type CustomProgress, type PasswordVerifier, type Pool, type User } from '../state.ts'
import { hidesUsers, parameter, type Attempt } from './attempt.ts'
import { closeChallenge, findChallenge, openChallenge } from './challenges.ts'
import { checkLockout, countFailure, forgetFailures } from './lockout.ts'
import { makeVerifier, safeEqual, srpIdentity } from './password.ts'
import { checkSecretHash } from './secret-hash.ts'
import { claimSignature, isUsablePublic, serverPublic } from './srp.ts'
import { beforeAuthentication } from './triggers/authentication.ts'

/**
 * First half: the salt and the server's public number. The secret block is what the second half is known by. `custom`:
 * the password is one of a pool's own challenges.
 */
export async function startSrp(ctx: Context, attempt: Attempt, custom?: CustomProgress): Promise<InitiateAuthResponse> {
  const { pool, client, parameters } = attempt
  const name = parameter(parameters, 'USERNAME')
  const clientPublic = parameter(parameters, 'SRP_A')
  checkSecretHash(client, name, parameters['SECRET_HASH'])
  if (!isUsablePublic(clientPublic)) throw errors.invalidParameter('SRP_A is not valid.')
  const known = findUser(ctx, pool, name)
  if (!known && !hidesUsers(client)) throw errors.userNotFound()
  if (!custom) await beforeAuthentication(ctx, attempt, name, known)
  const user = findUser(ctx, pool, name)
  if (user && !user.enabled) throw errors.userDisabled()
  if (user?.status === 'RESET_REQUIRED') throw errors.passwordResetRequired()
  if (user) checkLockout(ctx, user)
  const username = user?.username ?? name
  const { salt, verifier } = user?.password ?? inventedVerifier(ctx, pool, client, username)
  const serverPrivate = ctx.ids.hex(128)
  const srp = { clientPublic, serverPrivate, serverPublic: serverPublic(verifier, serverPrivate) }
  const SECRET_BLOCK = ctx.ids.bytes(900).toString('base64')
  openChallenge(ctx, SECRET_BLOCK, { name: 'PASSWORD_VERIFIER', pool, client, srp, ...(user ? { username } : {}), ...(custom ? { custom } : {}) })
  return {
    ChallengeName: 'PASSWORD_VERIFIER',
    ChallengeParameters: { SALT: salt, SECRET_BLOCK, SRP_B: srp.serverPublic, USERNAME: username, USER_ID_FOR_SRP: username },
  }
}

/** Where the client is not told which users exist: the same salt for the same name each time, as for a real user. */
function inventedVerifier(ctx: Context, pool: Pool, client: Client, name: string): PasswordVerifier {
  const salt = createHmac('sha256', `${pool.id}${client.id}${pool.createdAt}`).update(name).digest('hex').slice(0, 31)
  return { ...makeVerifier(ctx.ids, pool, name, ctx.ids.hex(32)), salt: `1${salt}` }
}

/** Second half: the client proves that it knows the password. */
export async function answerSrp(ctx: Context, { pool, client, parameters }: Attempt): Promise<{ user: User; custom?: CustomProgress }> {
  const secretBlock = parameter(parameters, 'PASSWORD_CLAIM_SECRET_BLOCK')
  const signature = parameter(parameters, 'PASSWORD_CLAIM_SIGNATURE')
  const timestamp = parameter(parameters, 'TIMESTAMP')
  checkSecretHash(client, parameter(parameters, 'USERNAME'), parameters['SECRET_HASH'])
  const { srp, username, custom } = findChallenge(ctx, pool, client, 'PASSWORD_VERIFIER', secretBlock)
  closeChallenge(ctx, pool, secretBlock)
  const user = username === undefined ? undefined : findUser(ctx, pool, username)
  if (!user?.password || !srp) throw errors.wrongCredentials()
  if (!user.enabled) throw errors.userDisabled()
  const claim = { ...srpIdentity(pool, user.username), secretBlock, timestamp }
  const expected = claimSignature({ ...srp, verifier: user.password.verifier }, claim)
  if (!safeEqual(expected, signature)) {
    countFailure(ctx, pool, user)
    throw errors.wrongCredentials()
  }
  return { user: forgetFailures(ctx, pool, user), ...(custom ? { custom } : {}) }
}
