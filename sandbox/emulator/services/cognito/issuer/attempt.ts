import type { InitiateAuthResponse } from '@aws-sdk/client-cognito-identity-provider'
import type { Context } from '../../../kernel/context.ts'
import * as errors from '../errors.ts'
import type { Client, Pool, User } from '../state.ts'
import { askNewPassword } from './challenges.ts'
import { askSecondFactor } from './second-factor.ts'
import { signIn } from './sessions.ts'
import { afterAuthentication } from './triggers/authentication.ts'
import type { TokenSource } from './triggers/token-generation.ts'

/** One attempt to sign in. `admin`: with the caller's AWS credentials (AdminInitiateAuth). */
export interface Attempt {
  readonly pool: Pool
  readonly client: Client
  readonly admin: boolean
  readonly parameters: Readonly<Record<string, string>>
  /** What the caller hands to the pool's functions. */
  readonly metadata?: Readonly<Record<string, string>> | undefined
  /** Takes the place of tokens: who signs in at the pool's pages gets those later. */
  readonly onAdmitted?: (user: User) => void
}

export function parameter(parameters: Readonly<Record<string, string>>, name: string): string {
  const value = parameters[name]
  if (value === undefined || value === '') throw errors.invalidParameter(`Missing required parameter ${name}`)
  return value
}

/** Whether this client is not to learn which users exist. */
export const hidesUsers = ({ settings }: Client): boolean => settings.PreventUserExistenceErrors === 'ENABLED'

/** After the password has been shown: tokens, unless the account is not ready for them or a second factor is due. */
export async function admit(ctx: Context, attempt: Attempt, user: User, source: TokenSource = 'Authentication'): Promise<InitiateAuthResponse> {
  if (user.status === 'UNCONFIRMED') throw errors.userNotConfirmed()
  if (user.status === 'FORCE_CHANGE_PASSWORD') {
    if (user.passwordExpiresAt !== undefined && user.passwordExpiresAt <= ctx.now)
      throw errors.notAuthorized('Temporary password has expired and must be reset by an administrator.')
    return askNewPassword(ctx, attempt.pool, attempt.client, user)
  }
  return (await askSecondFactor(ctx, attempt, user)) ?? complete(ctx, attempt, user, source)
}

/** All has been shown: tells the pool's function and gives the tokens. */
export async function complete(ctx: Context, attempt: Attempt, user: User, source: TokenSource = 'Authentication'): Promise<InitiateAuthResponse> {
  await afterAuthentication(ctx, attempt, user)
  const { pool, client, metadata, onAdmitted } = attempt
  if (onAdmitted) {
    onAdmitted(user)
    return {}
  }
  return { ChallengeParameters: {}, AuthenticationResult: await signIn(ctx, { pool, client, user, source, metadata }) }
}
