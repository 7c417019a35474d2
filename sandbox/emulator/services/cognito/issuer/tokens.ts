import { createHash } from 'node:crypto'
import type { AuthenticationResultType } from '@aws-sdk/client-cognito-identity-provider'
import type { JWK } from 'jose'
import { SignJWT } from 'jose/jwt/sign'
import type { Client, Pool, SignIn, User } from '../state.ts'
import { accessClaims, clientClaims, idClaims, type Claims } from './claims.ts'
import { groupClaimsOf } from './groups.ts'
import { issuerOf } from './issuer.ts'
import { keysOf } from './keys.ts'
import { lifetimes_s } from './lifetimes.ts'
import type { Acting, Metadata } from './triggers/invoke.ts'
import { beforeTokens, type TokenSource } from './triggers/token-generation.ts'

/** The only scope of a sign-in by the API. */
const API_SCOPES = ['aws.cognito.signin.user.admin']

/** What tokens are made for. */
export interface Issue {
  readonly pool: Pool
  readonly client: Client
  readonly user: User
  readonly signIn: SignIn
  /** Why, as the pool's function is told. */
  readonly source: TokenSource
  readonly metadata?: Metadata
  readonly nonce?: string
}

/** An ID token (unless `openid` was not granted) and an access token for one sign-in. */
export async function issueTokens(ctx: Acting, issue: Issue): Promise<AuthenticationResultType> {
  const { pool, client, user, signIn, source, metadata } = issue
  const scopes = signIn.scopes ?? API_SCOPES
  const groups = groupClaimsOf(ctx, pool, user)
  const changes = await beforeTokens(ctx, { pool, client, user, source, scopes, groups, metadata })
  const lifetimes = lifetimes_s(client)
  const claims = { ...issue, ...stamp(ctx, pool), scopes, groups: changes.groups ?? groups, changes }
  const keys = await keysOf(ctx, pool.id)
  const AccessToken = await sign(accessClaims(claims, lifetimes.access), keys.access)
  const result = { AccessToken, ExpiresIn: lifetimes.access, TokenType: 'Bearer' }
  if (signIn.scopes && !signIn.scopes.includes('openid')) return result
  const hash = signIn.scopes ? { at_hash: halfHash(AccessToken) } : {}
  return { ...result, IdToken: await sign({ ...hash, ...idClaims(claims, lifetimes.id) }, keys.id) }
}

/** An access token for a client that acts for itself. */
export async function issueClientToken(
  ctx: Acting,
  { pool, client, scopes, metadata }: { pool: Pool; client: Client; scopes: readonly string[]; metadata?: Metadata },
): Promise<{ accessToken: string; expiresIn_s: number }> {
  const groups = { groups: [], roles: [] }
  const changes = await beforeTokens(ctx, { pool, client, source: 'ClientCredentials', scopes, groups, metadata })
  const lifetime_s = lifetimes_s(client).access
  const claims = clientClaims({ ...stamp(ctx, pool), client, scopes, changes }, lifetime_s)
  return { accessToken: await sign(claims, (await keysOf(ctx, pool.id)).access), expiresIn_s: lifetime_s }
}

function stamp(ctx: Acting, pool: Pool): Pick<Claims, 'issuer' | 'eventId' | 'issuedAt_s' | 'newId'> {
  return { issuer: issuerOf(ctx, pool), eventId: ctx.ids.uuid(), issuedAt_s: Math.floor(ctx.now / 1000), newId: () => ctx.ids.uuid() }
}

/** OpenID Connect's `at_hash`: the left half of the access token's SHA-256. */
const halfHash = (token: string) => createHash('sha256').update(token).digest().subarray(0, 16).toString('base64url')

function sign(claims: Record<string, unknown>, key: JWK): Promise<string> {
  return new SignJWT(claims).setProtectedHeader({ kid: key.kid!, alg: 'RS256' }).sign(key)
}
