import type { InitiateAuthResponse } from '@aws-sdk/client-cognito-identity-provider'
import type { Context } from '../../../kernel/context.ts'
import * as errors from '../errors.ts'
import { findUser } from '../state.ts'
import { admit, parameter, type Attempt } from './attempt.ts'
import { mergeAttributes, readAttributes } from './attributes.ts'
import { closeChallenge, findChallenge, missingAttributes, missingRequired } from './challenges.ts'
import { checkPolicy, makeVerifier } from './password.ts'
import { checkSecretHash } from './secret-hash.ts'
import { answerSrp } from './srp-sign-in.ts'
import { updateUser } from './users.ts'

/** The answer to a challenge; `attempt.parameters` are the challenge's responses. */
export async function respond(
  ctx: Context,
  challenge: string,
  session: string | undefined,
  attempt: Attempt,
): Promise<InitiateAuthResponse> {
  if (challenge === 'PASSWORD_VERIFIER') return answerSrp(ctx, attempt)
  if (challenge === 'NEW_PASSWORD_REQUIRED') return answerNewPassword(ctx, session, attempt)
  throw errors.notEmulated(`The challenge ${challenge}`)
}

/** A refused password leaves the session open, so that the user can choose another. */
async function answerNewPassword(ctx: Context, session: string | undefined, attempt: Attempt): Promise<InitiateAuthResponse> {
  const { pool, client, parameters } = attempt
  const name = parameter(parameters, 'USERNAME')
  checkSecretHash(client, name, parameters['SECRET_HASH'])
  if (!session) throw errors.invalidParameter('Missing required parameter Session')
  const { username } = findChallenge(ctx, pool, client, 'NEW_PASSWORD_REQUIRED', session)
  const user = findUser(ctx, pool, name)
  if (!user || user.username !== username) throw errors.notAuthorized('Invalid session for the user.')
  if (!user.enabled) throw errors.userDisabled()
  const password = parameter(parameters, 'NEW_PASSWORD')
  checkPolicy(pool, password)
  const attributes = mergeAttributes(user, readAttributes(pool, givenAttributes(parameters)))
  const missing = missingAttributes(pool, { attributes })
  if (missing.length > 0) throw missingRequired(missing)
  closeChallenge(ctx, pool, session)
  const verifier = makeVerifier(ctx.ids, pool, user.username, password)
  return admit(ctx, pool, client, updateUser(ctx, pool, user, { attributes, password: verifier, status: 'CONFIRMED' }))
}

const PREFIX = 'userAttributes.'

const givenAttributes = (parameters: Readonly<Record<string, string>>) =>
  Object.entries(parameters).flatMap(([key, Value]) => (key.startsWith(PREFIX) ? [{ Name: key.slice(PREFIX.length), Value }] : []))
