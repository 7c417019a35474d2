import type { AuthenticationResultType } from '@aws-sdk/client-cognito-identity-provider'
import type { JWK } from 'jose'
import { SignJWT } from 'jose/jwt/sign'
import type { Context } from '../../../kernel/context.ts'
import { groupsOf, type Client, type Pool, type SignIn, type User } from '../state.ts'
import { issuerOf } from './issuer.ts'
import { keysOf } from './keys.ts'
import { lifetimes_s } from './lifetimes.ts'

type Issuing = Pick<Context, 'store' | 'ids' | 'now'>

/** Attributes that a token shows as booleans; all others are strings, as they are kept. */
const BOOLEANS = new Set(['email_verified', 'phone_number_verified'])

/** An ID token and an access token for one sign-in. */
export async function issueTokens(
  ctx: Issuing,
  { pool, client, user, signIn }: { pool: Pool; client: Client; user: User; signIn: SignIn },
): Promise<AuthenticationResultType> {
  const issuedAt_s = Math.floor(ctx.now / 1000)
  const lifetimes = lifetimes_s(client)
  const common = { issuer: issuerOf(pool), eventId: ctx.ids.uuid(), issuedAt_s, signIn, client, user, pool }
  const keys = await keysOf(ctx, pool.id)
  const [AccessToken, IdToken] = await Promise.all([
    sign(accessClaims(ctx, { ...common, expiresAt_s: issuedAt_s + lifetimes.access }), keys.access),
    sign(idClaims(ctx, { ...common, expiresAt_s: issuedAt_s + lifetimes.id }), keys.id),
  ])
  return { AccessToken, ExpiresIn: lifetimes.access, IdToken, TokenType: 'Bearer' }
}

interface Claims {
  readonly issuer: string
  readonly eventId: string
  readonly issuedAt_s: number
  readonly expiresAt_s: number
  readonly signIn: SignIn
  readonly pool: Pool
  readonly client: Client
  readonly user: User
}

function accessClaims(ctx: Issuing, claims: Claims): Record<string, unknown> {
  const { user } = claims
  return {
    sub: user.sub,
    ...(user.groups.length > 0 ? { 'cognito:groups': user.groups } : {}),
    iss: claims.issuer,
    client_id: claims.client.id,
    ...originOf(claims),
    event_id: claims.eventId,
    token_use: 'access',
    scope: 'aws.cognito.signin.user.admin',
    auth_time: claims.signIn.authTime_s,
    exp: claims.expiresAt_s,
    iat: claims.issuedAt_s,
    jti: ctx.ids.uuid(),
    username: user.username,
  }
}

function idClaims(ctx: Issuing, claims: Claims): Record<string, unknown> {
  const { user } = claims
  return {
    sub: user.sub,
    ...groupClaims(ctx, claims),
    iss: claims.issuer,
    'cognito:username': user.username,
    ...originOf(claims),
    aud: claims.client.id,
    event_id: claims.eventId,
    token_use: 'id',
    auth_time: claims.signIn.authTime_s,
    exp: claims.expiresAt_s,
    iat: claims.issuedAt_s,
    jti: ctx.ids.uuid(),
    ...readableAttributes(claims.client, user),
  }
}

/** Without token revocation a client's tokens do not name the sign-in that they stem from. */
const originOf = ({ client, signIn }: Claims) =>
  client.settings.EnableTokenRevocation === false ? {} : { origin_jti: signIn.originJti }

/** Group names, the roles of groups that have one, and the role of the group that ranks first. */
function groupClaims(ctx: Issuing, { pool, user }: Claims): Record<string, unknown> {
  if (user.groups.length === 0) return {}
  const groups = user.groups.flatMap((name) => groupsOf(ctx, pool).get(name) ?? [])
  const roles = groups.flatMap(({ roleArn }) => roleArn ?? [])
  const rank = (precedence?: number) => precedence ?? Number.MAX_SAFE_INTEGER
  const first = [...groups].sort((a, b) => rank(a.precedence) - rank(b.precedence))[0]
  return {
    'cognito:groups': user.groups,
    ...(roles.length > 0 ? { 'cognito:roles': roles } : {}),
    ...(first?.roleArn ? { 'cognito:preferred_role': first.roleArn } : {}),
  }
}

function readableAttributes({ settings }: Client, user: User): Record<string, unknown> {
  const readable = settings.ReadAttributes
  const shown: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(user.attributes)) {
    if (readable && readable.length > 0 && !readable.includes(name)) continue
    shown[name] = BOOLEANS.has(name) ? value === 'true' : value
  }
  return shown
}

function sign(claims: Record<string, unknown>, key: JWK): Promise<string> {
  return new SignJWT(claims).setProtectedHeader({ kid: key.kid!, alg: 'RS256' }).sign(key)
}
