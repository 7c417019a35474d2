import { decodeJwt } from 'jose/jwt/decode'
import { jwtVerify } from 'jose/jwt/verify'
import { JWTExpired } from 'jose/errors'
import type { Context } from '../../../kernel/context.ts'
import { notAuthorized, userDisabled, userNotFound } from '../errors.ts'
import { findClient, findPoolAnywhere, findUser, signInsOf, type Client, type Pool, type User } from '../state.ts'
import { keysOf, publicJwk } from './keys.ts'

export interface Bearer {
  readonly pool: Pool
  readonly client: Client
  readonly user: User
  readonly scopes: readonly string[]
}

/** What a token of the authorize endpoint must be granted for the operations of users; those of the API always are. */
const SELF_SERVICE = 'aws.cognito.signin.user.admin'

/**
 * Whom an access token of any pool here stands for; throws NotAuthorizedException (also where it lacks `scope`) or
 * UserNotFoundException.
 */
export async function readAccessToken(
  ctx: Pick<Context, 'store' | 'ids' | 'now'>,
  token: string,
  scope: string = SELF_SERVICE,
): Promise<Bearer> {
  const pool = findPoolAnywhere(ctx, claimedPool(token))
  if (!pool) throw notAuthorized('Invalid Access Token')
  const claims = await verify(ctx, pool, token)
  if (claims['token_use'] !== 'access') throw notAuthorized('Invalid Access Token')
  const scopes = String(claims['scope'] ?? '').split(' ')
  if (!scopes.includes(scope)) throw notAuthorized('Access Token does not have required scopes')
  const user = findUser(ctx, pool, String(claims['username']))
  if (!user) throw userNotFound()
  if (!user.enabled) throw userDisabled()
  const origin = claims['origin_jti']
  if (typeof origin === 'string' && signInsOf(ctx, pool).get(origin)?.revoked !== false)
    throw notAuthorized('Access Token has been revoked')
  return { pool, client: findClient(ctx, pool, String(claims['client_id'])), user, scopes }
}

function claimedPool(token: string): string {
  try {
    return decodeJwt(token).iss?.split('/').at(-1) ?? ''
  } catch {
    throw notAuthorized('Invalid Access Token')
  }
}

async function verify(ctx: Pick<Context, 'store' | 'ids' | 'now'>, pool: Pool, token: string): Promise<Record<string, unknown>> {
  const { access, id, retired = [] } = await keysOf(ctx, pool.id)
  const byKid = ({ kid }: { kid?: string }) => publicJwk([id, ...retired].find((key) => key.kid === kid) ?? access)
  try {
    return (await jwtVerify(token, byKid, { algorithms: ['RS256'], currentDate: new Date(ctx.now) })).payload
  } catch (error) {
    throw notAuthorized(error instanceof JWTExpired ? 'Access Token has expired' : 'Could not verify signature for Access Token')
  }
}
