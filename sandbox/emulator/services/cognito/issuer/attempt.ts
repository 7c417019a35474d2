import type { InitiateAuthResponse } from '@aws-sdk/client-cognito-identity-provider'
import type { Context } from '../../../kernel/context.ts'
import * as errors from '../errors.ts'
import type { Client, Pool, User } from '../state.ts'
import { askNewPassword } from './challenges.ts'
import { signIn } from './sessions.ts'

/** One attempt to sign in. `admin`: with the caller's AWS credentials (AdminInitiateAuth). */
export interface Attempt {
  readonly pool: Pool
  readonly client: Client
  readonly admin: boolean
  readonly parameters: Readonly<Record<string, string>>
}

export function parameter(parameters: Readonly<Record<string, string>>, name: string): string {
  const value = parameters[name]
  if (value === undefined || value === '') throw errors.invalidParameter(`Missing required parameter ${name}`)
  return value
}

/** Whether this client is not to learn which users exist. */
export const hidesUsers = ({ settings }: Client): boolean => settings.PreventUserExistenceErrors === 'ENABLED'

/** After the password has been shown: tokens, unless the account is not ready for them. */
export async function admit(ctx: Context, pool: Pool, client: Client, user: User): Promise<InitiateAuthResponse> {
  if (user.status === 'UNCONFIRMED') throw errors.userNotConfirmed()
  if (user.status === 'FORCE_CHANGE_PASSWORD') {
    if (user.passwordExpiresAt !== undefined && user.passwordExpiresAt <= ctx.now)
      throw errors.notAuthorized('Temporary password has expired and must be reset by an administrator.')
    return askNewPassword(ctx, pool, client, user)
  }
  return { ChallengeParameters: {}, AuthenticationResult: await signIn(ctx, pool, client, user) }
}
