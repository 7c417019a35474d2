import type { HttpResponse } from '../../../../kernel/http.ts'
import { browserSessionsOf, grantsOf, keepFor, type BrowserSession } from '../../hosted-state.ts'
import { findUser, type User } from '../../state.ts'
import { signIn } from '../sessions.ts'
import type { Authorization } from './authorization.ts'
import { cookie, redirect, setCookie, withQuery, type Visit } from './visit.ts'

const CODE_MS = 5 * 60_000
/** How long a browser stays signed in (guide: "Managed login": an hour). */
const SESSION_S = 3600
const SESSION_COOKIE = 'cognito'

/** The user whose browser this is, if it is still signed in. */
export function signedIn(visit: Visit): { user: User; session: BrowserSession } | undefined {
  const { ctx, pool } = visit
  const session = browserSessionsOf(ctx, pool).get(cookie(visit, SESSION_COOKIE) ?? '')
  const user = session && session.expiresAt > ctx.now ? findUser(ctx, pool, session.username) : undefined
  return user?.enabled && session ? { user, session } : undefined
}

/** Remembers the browser; gives the session and the cookie that it is known by. */
export function rememberBrowser(visit: Visit, user: User): { session: BrowserSession; setCookie: string } {
  const { ctx, pool } = visit
  const key = ctx.ids.bytes(32).toString('base64url')
  const session = { username: user.username, authTime_s: Math.floor(ctx.now / 1000), expiresAt: ctx.now + SESSION_S * 1000 }
  keepFor(browserSessionsOf(ctx, pool), key, session, ctx.now)
  return { session, setCookie: setCookie(visit, SESSION_COOKIE, key, SESSION_S) }
}

export function forgetBrowser(visit: Visit): string {
  browserSessionsOf(visit.ctx, visit.pool).delete(cookie(visit, SESSION_COOKIE) ?? '')
  return setCookie(visit, SESSION_COOKIE, '', 0)
}

/** Back to the client: with a code, or, in the implicit flow, with the tokens themselves in the fragment. */
export async function sendBack(visit: Visit, asked: Authorization, user: User, session: BrowserSession, cookies: string[] = []): Promise<HttpResponse> {
  const headers = cookies.length > 0 ? { 'set-cookie': cookies } : {}
  const { redirectUri, responseType, state } = asked
  if (responseType === 'code') return redirect(withQuery(redirectUri, { code: newCode(visit, asked, session), state }), headers)
  return redirect(`${redirectUri}#${await tokensInFragment(visit, asked, user, session)}`, headers)
}

function newCode({ ctx, pool }: Visit, { client, redirectUri, scopes, nonce, codeChallenge }: Authorization, session: BrowserSession): string {
  const code = ctx.ids.uuid()
  const grant = {
    clientId: client.id,
    username: session.username,
    redirectUri,
    scopes,
    ...(nonce === undefined ? {} : { nonce }),
    ...(codeChallenge === undefined ? {} : { codeChallenge }),
    authTime_s: session.authTime_s,
    expiresAt: ctx.now + CODE_MS,
  }
  keepFor(grantsOf(ctx, pool), code, grant, ctx.now)
  return code
}

async function tokensInFragment({ ctx, pool }: Visit, { client, scopes, nonce, state }: Authorization, user: User, session: BrowserSession): Promise<string> {
  const about = { pool, client, user, scopes, authTime_s: session.authTime_s, source: 'HostedAuth' as const, ...(nonce === undefined ? {} : { nonce }) }
  const { IdToken, AccessToken, ExpiresIn } = await signIn(ctx, about)
  return new URLSearchParams({
    ...(IdToken === undefined ? {} : { id_token: IdToken }),
    access_token: AccessToken!,
    expires_in: String(ExpiresIn),
    token_type: 'Bearer',
    ...(state === undefined ? {} : { state }),
  }).toString()
}
