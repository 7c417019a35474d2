import type { Host } from '../../../../kernel/context.ts'
import type { HttpRequest, HttpResponse } from '../../../../kernel/http.ts'
import { findHostedPool } from '../../hosted-state.ts'
import { hostedAddress } from './address.ts'
import { authorize, logout } from './authorize.ts'
import { login, showLogin } from './login.ts'
import { OAuthError, refused } from './oauth-error.ts'
import { escape, htmlPage } from './pages.ts'
import { revokeToken, token } from './token.ts'
import { userInfo } from './user-info.ts'
import { visit, type Visit } from './visit.ts'

type Endpoint = (visit: Visit) => HttpResponse | Promise<HttpResponse>

const ENDPOINTS: Readonly<Record<string, Endpoint>> = {
  'GET /oauth2/authorize': authorize,
  'GET /login': showLogin,
  'POST /login': login,
  'POST /oauth2/token': token,
  'GET /oauth2/userInfo': userInfo,
  'POST /oauth2/userInfo': userInfo,
  'POST /oauth2/revoke': revokeToken,
  'GET /logout': logout,
  'GET /error': showError,
}

/** A pool's pages and OAuth endpoints; undefined for a request that is to none of them. */
export async function hosted(request: HttpRequest, host: Host): Promise<HttpResponse | undefined> {
  const address = hostedAddress(request)
  if (!address) return undefined
  const pool = findHostedPool(host, address.name)
  const method = request.method === 'HEAD' ? 'GET' : request.method
  const endpoint = pool && ENDPOINTS[`${method} ${address.endpoint}`]
  if (!pool || !endpoint) return htmlPage(404, 'Not found', `<p>There is no ${escape(request.method)} ${escape(request.path)} here.</p>`)
  try {
    return await endpoint(visit(host, request, pool, address.base))
  } catch (error) {
    if (error instanceof OAuthError) return refused(error)
    throw error
  }
}

function showError({ request: { query } }: Visit): HttpResponse {
  const reason = query.get('error') ?? 'unknown'
  return htmlPage(400, 'An error was encountered with the requested page.', `<p role="alert">${escape(reason)}</p>`)
}
