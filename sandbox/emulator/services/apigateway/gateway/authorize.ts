import type { Authorizer, Route } from '@aws-sdk/client-apigatewayv2'
import type { HttpRequest, HttpResponse } from '../../../kernel/http.ts'
import { lookUp } from '../state.ts'
import { forbidden, internalError, unauthorized } from './answers.ts'
import type { Call, JwtIdentity } from './call.ts'
import { claimTexts, scopesOf, verifyToken } from './jwt.ts'
import { TokenRefused } from './token-refused.ts'

export type Verdict = { readonly jwt?: JwtIdentity } | { readonly refused: HttpResponse }

/** Whether `call` may go on to `route`: who it is, or the answer that refuses it. */
export async function authorize(call: Call, route: Route): Promise<Verdict> {
  if ((route.AuthorizationType ?? 'NONE') === 'NONE') return {}
  const authorizer = lookUp(call.served.authorizers, route.AuthorizerId)
  // A route that wants an authorizer is never open for the lack of one.
  if (authorizer?.AuthorizerType !== 'JWT') return { refused: internalError() }
  const token = readToken(authorizer, call.request)
  if (token === undefined) return { refused: unauthorized('Bearer') }
  const wanted = route.AuthorizationScopes ?? []
  try {
    const claims = await verifyToken(token, authorizer.JwtConfiguration ?? {}, call.host, call.now)
    const scopes = scopesOf(claims)
    if (wanted.length > 0 && !wanted.some((scope) => scopes.includes(scope)))
      return { refused: forbidden({ 'www-authenticate': challenge(wanted, 'insufficient_scope', 'the token does not have the required scope') }) }
    return { jwt: { claims: claimTexts(claims), scopes: wanted.length > 0 ? scopes : null } }
  } catch (error) {
    if (!(error instanceof TokenRefused)) throw error
    return { refused: unauthorized(challenge(wanted, 'invalid_token', error.message)) }
  }
}

/** The wording of the 403's challenge, and that a 401 names the route's scopes, are unverified. */
function challenge(scopes: readonly string[], error: string, description: string): string {
  return `Bearer scope="${scopes.join(' ')}" error="${error}" error_description="${description}"`
}

/** The token out of the authorizer's identity source, with or without "Bearer" before it. */
function readToken(authorizer: Authorizer, request: HttpRequest): string | undefined {
  const [, kind, name = ''] = /^\$request\.(header|querystring)\.(.+)$/i.exec(authorizer.IdentitySource?.[0] ?? '') ?? []
  const value = kind?.toLowerCase() === 'header' ? request.headers[name.toLowerCase()] : request.query.get(name)
  const token = value?.replace(/^bearer\s+/i, '').trim()
  return token === undefined || token === '' || /^bearer$/i.test(token) ? undefined : token
}
