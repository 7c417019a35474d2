import { createHash } from 'node:crypto'
import type { AuthenticationResultType } from '@aws-sdk/client-cognito-identity-provider'
import type { Context } from '../../../kernel/context.ts'
import type { Table } from '../../../kernel/store.ts'
import { notAuthorized, refreshTokenReused, userDisabled } from '../errors.ts'
import { findUser, refreshTokensOf, signInsOf, type Client, type Pool, type RefreshToken, type SignIn, type User } from '../state.ts'
import { lifetimes_s } from './lifetimes.ts'
import { issueTokens, type Issue } from './tokens.ts'
import type { Acting } from './triggers/invoke.ts'

type Issuing = Pick<Context, 'store' | 'ids' | 'now'>

/** The head that Cognito's refresh tokens show; the rest is opaque to everybody but Cognito. */
const REFRESH_HEAD = Buffer.from('{"cty":"JWT","enc":"A256GCM","alg":"RSA-OAEP"}').toString('base64url')

interface NewSignIn extends Omit<Issue, 'signIn'> {
  /** What a client was granted at the authorize endpoint. */
  readonly scopes?: readonly string[]
  /** When the user showed the password, where that was not now. */
  readonly authTime_s?: number
}

/** Starts a sign-in and gives its first tokens, the refresh token among them. */
export async function signIn(ctx: Acting, { scopes, authTime_s, ...about }: NewSignIn): Promise<AuthenticationResultType> {
  const { pool, client, user } = about
  const lifetimes = lifetimes_s(client)
  const started: SignIn = {
    originJti: ctx.ids.uuid(),
    poolId: pool.id,
    clientId: client.id,
    username: user.username,
    authTime_s: authTime_s ?? Math.floor(ctx.now / 1000),
    expiresAt: ctx.now + Math.max(lifetimes.refresh, lifetimes.access, lifetimes.id) * 1000,
    revoked: false,
    ...(scopes ? { scopes } : {}),
  }
  dropExpired(signInsOf(ctx, pool), refreshTokensOf(ctx, pool), ctx.now)
  signInsOf(ctx, pool).put(started.originJti, started)
  const RefreshToken = newRefreshToken(ctx, pool, client, started.originJti)
  return { ...(await issueTokens(ctx, { ...about, signIn: started })), RefreshToken }
}

function newRefreshToken(ctx: Issuing, pool: Pool, client: Client, originJti: string): string {
  const part = (bytes: number) => ctx.ids.bytes(bytes).toString('base64url')
  const token = `${REFRESH_HEAD}.${part(256)}.${part(12)}.${part(640)}.${part(16)}`
  const expiresAt = ctx.now + lifetimes_s(client).refresh * 1000
  refreshTokensOf(ctx, pool).put(digest(token), { originJti, expiresAt })
  return token
}

const digest = (token: string) => createHash('sha256').update(token).digest('base64url')

/** Rows are in the order of their making, so the oldest are first; a run that never ends does not grow for ever. */
function dropExpired(signIns: Table<SignIn>, tokens: Table<RefreshToken>, now: number): void {
  for (const table of [signIns, tokens])
    for (const [key, { expiresAt }] of table.entries()) {
      if (expiresAt > now) break
      table.delete(key)
    }
}

export interface Refreshable {
  readonly signIn: SignIn
  readonly user: User
}

/** New ID and access tokens for a refresh token (without a new one); throws NotAuthorizedException. */
export function refresh(ctx: Acting, about: Omit<Issue, 'source'> & Refreshable): Promise<AuthenticationResultType> {
  return issueTokens(ctx, { ...about, source: 'RefreshTokens' })
}

/** What a refresh token stands for; throws NotAuthorizedException where it is unknown, expired, revoked or spent. */
export function readRefreshToken(ctx: Issuing, pool: Pool, client: Client, token: string): Refreshable {
  const known = refreshTokensOf(ctx, pool).get(digest(token))
  const found = known && signInsOf(ctx, pool).get(known.originJti)
  if (!found || found.clientId !== client.id) throw notAuthorized('Invalid Refresh Token')
  const user = findUser(ctx, pool, found.username)
  if (!user) throw notAuthorized('Invalid Refresh Token')
  if (!user.enabled) throw userDisabled()
  if (found.revoked) throw notAuthorized('Refresh Token has been revoked')
  if (known.expiresAt <= ctx.now) throw notAuthorized('Refresh Token has expired')
  if (known.spentAt !== undefined && known.spentAt <= ctx.now) throw refreshTokenReused('Refresh token has been reused')
  return { signIn: found, user }
}

/** Rotation: a new refresh token for an old one, which is spent after the client's grace period. */
export function rotate(ctx: Issuing, pool: Pool, client: Client, token: string): string {
  const table = refreshTokensOf(ctx, pool)
  const old = table.get(digest(token))!
  const grace_s = client.settings.RefreshTokenRotation?.RetryGracePeriodSeconds ?? 0
  table.put(digest(token), { ...old, spentAt: old.spentAt ?? ctx.now + grace_s * 1000 })
  return newRefreshToken(ctx, pool, client, old.originJti)
}

/** Revokes the sign-in behind a refresh token, and with it every token of that sign-in. Unknown tokens are no error. */
export function revoke(ctx: Issuing, pool: Pool, client: Client, token: string): void {
  const known = refreshTokensOf(ctx, pool).get(digest(token))
  const found = known && signInsOf(ctx, pool).get(known.originJti)
  if (found && found.clientId === client.id) signInsOf(ctx, pool).put(found.originJti, { ...found, revoked: true })
}
