import type { InitiateAuthResponse } from '@aws-sdk/client-cognito-identity-provider'
import type { Context } from '../../../kernel/context.ts'
import * as errors from '../errors.ts'
import { findUser } from '../state.ts'
import { admit, hidesUsers, parameter, type Attempt } from './attempt.ts'
import { checkLockout, countFailure, forgetFailures } from './lockout.ts'
import { passwordMatches } from './password.ts'
import { checkSecretHash } from './secret-hash.ts'
import { beforeAuthentication } from './triggers/authentication.ts'
import { findOrMigrate } from './triggers/migration.ts'

/** A name and a password, sent as they are. */
export async function byPassword(ctx: Context, attempt: Attempt): Promise<InitiateAuthResponse> {
  const { pool, client, parameters, metadata } = attempt
  const name = parameter(parameters, 'USERNAME')
  const password = parameter(parameters, 'PASSWORD')
  checkSecretHash(client, name, parameters['SECRET_HASH'])
  const known = await findOrMigrate(ctx, pool, { name, client, password, validationData: metadata, metadata })
  await beforeAuthentication(ctx, attempt, name, known)
  // Read again: a function takes its time, and may change the very user.
  const user = findUser(ctx, pool, name)
  if (!user) throw hidesUsers(client) ? errors.wrongCredentials() : errors.userNotFound()
  if (!user.enabled) throw errors.userDisabled()
  if (user.status === 'RESET_REQUIRED') throw errors.passwordResetRequired()
  checkLockout(ctx, user)
  if (!passwordMatches(pool, user, password)) {
    countFailure(ctx, pool, user)
    throw errors.wrongCredentials()
  }
  return admit(ctx, attempt, forgetFailures(ctx, pool, user))
}
