import type { InitiateAuthResponse } from '@aws-sdk/client-cognito-identity-provider'
import type { Context } from '../../../kernel/context.ts'
import type { AwsError } from '../../../kernel/errors.ts'
import { invalidParameter, notAuthorized } from '../errors.ts'
import { challengesOf, type Challenge, type Client, type Pool, type User } from '../state.ts'

/** Keeps a challenge under `key` for as long as the client's sign-in sessions last (3 minutes unless it says otherwise). */
export function openChallenge(
  ctx: Context,
  key: string,
  { pool, client, ...rest }: Omit<Challenge, 'poolId' | 'clientId' | 'expiresAt'> & { pool: Pool; client: Client },
): void {
  const table = challengesOf(ctx, pool)
  for (const [old, { expiresAt }] of table.entries()) {
    if (expiresAt > ctx.now) break
    table.delete(old)
  }
  const expiresAt = ctx.now + (client.settings.AuthSessionValidity ?? 3) * 60_000
  table.put(key, { ...rest, poolId: pool.id, clientId: client.id, expiresAt })
}

/** The challenge that is known by `key`; throws NotAuthorizedException. */
export function findChallenge(ctx: Context, pool: Pool, client: Client, name: Challenge['name'], key: string): Challenge {
  const found = challengesOf(ctx, pool).get(key)
  if (!found || found.clientId !== client.id || found.name !== name) throw notAuthorized('Invalid session for the user.')
  if (found.expiresAt <= ctx.now) throw notAuthorized('Invalid session for the user, session is expired.')
  return found
}

/** A challenge that has had its answer is not asked again. */
export const closeChallenge = (ctx: Context, pool: Pool, key: string): boolean => challengesOf(ctx, pool).delete(key)

/** The opaque name of a challenge. */
export const newSession = (ctx: Pick<Context, 'ids'>): string => ctx.ids.bytes(540).toString('base64url')

/** Asks for a password in place of the temporary one. */
export function askNewPassword(ctx: Context, pool: Pool, client: Client, user: User): InitiateAuthResponse {
  const Session = newSession(ctx)
  openChallenge(ctx, Session, { name: 'NEW_PASSWORD_REQUIRED', pool, client, username: user.username })
  return {
    ChallengeName: 'NEW_PASSWORD_REQUIRED',
    Session,
    ChallengeParameters: {
      USER_ID_FOR_SRP: user.username,
      requiredAttributes: JSON.stringify(missingAttributes(pool, user).map((name) => `userAttributes.${name}`)),
      userAttributes: JSON.stringify(user.attributes),
    },
  }
}

/** Attributes that the pool requires and the user does not have yet. */
export function missingAttributes(pool: Pool, user: Pick<User, 'attributes'>): string[] {
  const required = (pool.settings.SchemaAttributes ?? []).filter(({ Required }) => Required === true)
  return required.flatMap(({ Name }) => (Name && Name !== 'sub' && user.attributes[Name] === undefined ? [Name] : []))
}

export const missingRequired = (names: readonly string[]): AwsError =>
  invalidParameter(`Attributes did not conform to the schema: ${names.map((name) => `${name}: The attribute is required\n`).join('')}`)
