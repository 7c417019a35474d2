import type { InitiateAuthResponse } from '@aws-sdk/client-cognito-identity-provider'
import type { Context } from '../../../kernel/context.ts'
import * as errors from '../errors.ts'
import { findUser, type ChallengeResult, type CustomProgress, type User } from '../state.ts'
import { admit, hidesUsers, parameter, type Attempt } from './attempt.ts'
import { closeChallenge, findChallenge, newSession, openChallenge } from './challenges.ts'
import { checkSecretHash } from './secret-hash.ts'
import { startSrp } from './srp-sign-in.ts'
import { beforeAuthentication } from './triggers/authentication.ts'
import { createChallenge, defineChallenge, verifyChallenge, type Standing } from './triggers/challenges.ts'
import { triggerArn } from './triggers/invoke.ts'

/**
 * CUSTOM_AUTH: the pool's functions say what is asked and whether the answer is right. With `CHALLENGE_NAME: SRP_A` the
 * password may be one of the challenges.
 */
export async function startCustom(ctx: Context, attempt: Attempt): Promise<InitiateAuthResponse> {
  const { pool, client, parameters } = attempt
  const name = parameter(parameters, 'USERNAME')
  checkSecretHash(client, name, parameters['SECRET_HASH'])
  if (triggerArn(pool, 'DefineAuthChallenge') === undefined)
    throw errors.invalidParameter('Custom auth lambda trigger is not configured for the user pool.')
  const user = findUser(ctx, pool, name)
  if (!user && !hidesUsers(client)) throw errors.userNotFound()
  if (user && !user.enabled) throw errors.userDisabled()
  await beforeAuthentication(ctx, attempt, name, user)
  const srp: ChallengeResult = { challengeName: 'SRP_A', challengeResult: true, challengeMetadata: null }
  return proceed(ctx, { attempt, name, user, answered: parameters['CHALLENGE_NAME'] === 'SRP_A' ? [srp] : [] })
}

async function proceed(ctx: Context, standing: Standing): Promise<InitiateAuthResponse> {
  const { attempt, name, user, answered } = standing
  const decision = await defineChallenge(ctx, standing)
  if (decision.verdict === 'refused') throw errors.wrongCredentials()
  if (decision.verdict === 'tokens') {
    if (!user) throw errors.wrongCredentials()
    return admit(ctx, attempt, user)
  }
  const progress: CustomProgress = { name, answered, privateParameters: {}, metadata: null }
  if (decision.challenge === 'PASSWORD_VERIFIER') return startSrp(ctx, attempt, progress)
  if (decision.challenge !== 'CUSTOM_CHALLENGE') throw errors.notEmulated(`The challenge ${decision.challenge} of a DefineAuthChallenge function`)
  return askCustom(ctx, standing)
}

async function askCustom(ctx: Context, standing: Standing): Promise<InitiateAuthResponse> {
  const { attempt: { pool, client }, name, user, answered } = standing
  const { publicParameters, privateParameters, metadata } = await createChallenge(ctx, standing)
  const custom = { name, answered, privateParameters, metadata }
  const Session = newSession(ctx)
  openChallenge(ctx, Session, { name: 'CUSTOM_CHALLENGE', pool, client, custom, ...(user ? { username: user.username } : {}) })
  const ChallengeParameters = { USERNAME: user?.username ?? name, ...publicParameters }
  return { ChallengeName: 'CUSTOM_CHALLENGE', Session, ChallengeParameters }
}

export async function answerCustom(ctx: Context, session: string, attempt: Attempt): Promise<InitiateAuthResponse> {
  const { pool, client, parameters } = attempt
  const given = parameter(parameters, 'USERNAME')
  const challengeAnswer = parameter(parameters, 'ANSWER')
  checkSecretHash(client, given, parameters['SECRET_HASH'])
  const { username, custom } = findChallenge(ctx, pool, client, 'CUSTOM_CHALLENGE', session)
  closeChallenge(ctx, pool, session)
  const user = username === undefined ? undefined : findUser(ctx, pool, username)
  const isTheirs = user ? findUser(ctx, pool, given)?.username === user.username : given === custom?.name
  if (!custom || !isTheirs) throw errors.notAuthorized('Invalid session for the user.')
  if (user && !user.enabled) throw errors.userDisabled()
  const standing = { attempt, name: custom.name, user, answered: custom.answered }
  const challengeResult = await verifyChallenge(ctx, standing, { challengeAnswer, privateChallengeParameters: custom.privateParameters })
  const result = { challengeName: 'CUSTOM_CHALLENGE', challengeResult, challengeMetadata: custom.metadata }
  return proceed(ctx, { ...standing, answered: [...custom.answered, result] })
}

/** The password was one of the challenges, and was right. */
export function answerCustomPassword(ctx: Context, attempt: Attempt, user: User, custom: CustomProgress): Promise<InitiateAuthResponse> {
  const result = { challengeName: 'PASSWORD_VERIFIER', challengeResult: true, challengeMetadata: null }
  return proceed(ctx, { attempt, name: custom.name, user, answered: [...custom.answered, result] })
}
