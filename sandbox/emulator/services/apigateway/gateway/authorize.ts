import type { Authorizer, JWTConfiguration } from '@aws-sdk/client-apigatewayv2'
import type { HttpRequest, HttpResponse } from '../../../kernel/http.ts'
import { lookUp } from '../state.ts'
import { forbidden, internalError, unauthorized } from './answers.ts'
import type { RoutedCall } from './call.ts'
import { checkSignature } from './iam-authorizer.ts'
import { claimTexts, scopesOf, verifyToken } from './jwt.ts'
import { askFunction } from './lambda-authorizer.ts'
import type { Identity } from './notes.ts'
import { headerOf } from './request-parts.ts'
import { TokenRefused } from './token-refused.ts'
import { authorizing, type Ruling } from './traced.ts'

export type Verdict = Identity | { readonly refused: HttpResponse }

/** Whether `call` may go on to its route: who it is, or the answer that refuses it. */
export async function authorize(call: RoutedCall): Promise<Verdict> {
  const type = call.route.AuthorizationType ?? 'NONE'
  if (type === 'NONE') return {}
  const authorizer = lookUp(call.served.authorizers, call.route.AuthorizerId)
  return authorizing(call, { type, name: authorizer?.Name }, (own) => decide(own, type, authorizer), (verdict) => rulingOf(call, verdict))
}

function rulingOf({ notes }: RoutedCall, verdict: Verdict): Ruling {
  if (!('refused' in verdict)) return { sub: verdict.jwt?.claims['sub'], client: verdict.jwt?.claims['client_id'], principal: verdict.iam?.arn ?? verdict.lambda?.principalId }
  const challenge = String(verdict.refused.headers['www-authenticate'] ?? verdict.refused.status)
  return { refused: notes.authorizerError ?? (challenge === 'Bearer' ? 'the request has no token' : challenge) }
}

async function decide(call: RoutedCall, type: string, authorizer: Authorizer | undefined): Promise<Verdict> {
  if (type === 'AWS_IAM') return checkSignature(call)
  if (type === 'JWT' && authorizer?.AuthorizerType === 'JWT') return checkToken(call, authorizer)
  if (type === 'CUSTOM' && authorizer?.AuthorizerType === 'REQUEST') return askFunction(call, authorizer)
  // A route that wants an authorizer is never open for the lack of one.
  return { refused: internalError() }
}

async function checkToken(call: RoutedCall, authorizer: Authorizer): Promise<Verdict> {
  const token = readToken(authorizer, call.request)
  if (token === undefined) return { refused: unauthorized('Bearer') }
  const wanted = call.route.AuthorizationScopes ?? []
  try {
    const claims = await verifyToken(token, expectedHere(call, authorizer.JwtConfiguration ?? {}), call.host, call.now)
    const scopes = scopesOf(claims)
    if (wanted.length > 0 && !wanted.some((scope) => scopes.includes(scope)))
      return { refused: forbidden({ 'www-authenticate': challenge(wanted, 'insufficient_scope', 'the token does not have the required scope') }) }
    return { jwt: { claims: claimTexts(claims), scopes: wanted.length > 0 ? scopes : null } }
  } catch (error) {
    if (!(error instanceof TokenRefused)) throw error
    call.notes.authorizerError = error.message
    return { refused: unauthorized(challenge(wanted, 'invalid_token', error.message)) }
  }
}

const POOL_AT_AWS = /^https:\/\/cognito-idp\.[\w-]+\.amazonaws\.com\/([\w-]+)$/

/** Where pools name this engine as their tokens' issuer, an authorizer for a pool's address at AWS, as templates have it, means the pool here. */
function expectedHere({ host: { settings } }: RoutedCall, expected: JWTConfiguration): JWTConfiguration {
  const poolId = settings.tokenIssuer === 'local' ? POOL_AT_AWS.exec(expected.Issuer ?? '')?.[1] : undefined
  return poolId === undefined ? expected : { ...expected, Issuer: `${settings.endpoint}/${poolId}` }
}

/** The wording of the 403's challenge, and that a 401 names the route's scopes, are unverified. */
function challenge(scopes: readonly string[], error: string, description: string): string {
  return `Bearer scope="${quotable(scopes.join(' '))}" error="${error}" error_description="${quotable(description)}"`
}

/** A description may repeat what the token says, which may be anything: a header cannot hold it all. */
const quotable = (text: string) => text.replace(/[^\x20-\x7e]|["\\]/g, '?')

/** The token out of the authorizer's identity source, with or without "Bearer" before it. */
function readToken(authorizer: Authorizer, request: HttpRequest): string | undefined {
  const [, kind, name = ''] = /^\$request\.(header|querystring)\.(.+)$/i.exec(authorizer.IdentitySource?.[0] ?? '') ?? []
  const value = kind?.toLowerCase() === 'header' ? headerOf(request, name) : request.query.get(name)
  const token = value?.replace(/^bearer\s+/i, '').trim()
  return token === undefined || token === '' || /^bearer$/i.test(token) ? undefined : token
}
