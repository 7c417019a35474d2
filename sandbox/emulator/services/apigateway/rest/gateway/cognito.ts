import type { Authorizer } from '@aws-sdk/client-api-gateway'
import { decodeJwt, type JWTPayload } from 'jose'
import { scopesOf, verifySigned } from '../../gateway/jwt.ts'
import { TokenRefused } from '../../gateway/token-refused.ts'
import type { Identity, MethodCall } from './call.ts'
import { evaluate } from './mapping.ts'
import { unauthorized } from './response-types.ts'

/**
 * A COGNITO_USER_POOLS authorizer: an ID token of any client of its pools, or, on a method with scopes, an access token
 * that has one of these ("Integrate a REST API with an Amazon Cognito user pool").
 */
export async function checkToken(call: MethodCall, authorizer: Authorizer): Promise<Identity> {
  const token = (evaluate(authorizer.identitySource ?? '', { call }) ?? '').replace(/^bearer\s+/i, '').trim()
  const pattern = authorizer.identityValidationExpression
  try {
    const claims = await verify(call, authorizer, token)
    // The expression of a Cognito authorizer is about the token's audience.
    if (pattern && !new RegExp(`^(?:${pattern})$`).test(String(claims.aud ?? claims['client_id']))) throw new TokenRefused('the audience does not match')
    checkTimes(claims, call.now / 1000)
    checkUse(claims, call.method.authorizationScopes ?? [])
    return { claims: claimTexts(claims) }
  } catch (error) {
    if (!(error instanceof TokenRefused)) throw error
    call.host.settings.log(`REST API ${call.apiId}, ${call.request.method} ${call.resource.path}: authorizer ${authorizer.name} refuses the token: ${error.message}`)
    call.trace?.add({ reason: error.message })
    throw unauthorized(error instanceof TokenExpired ? 'The incoming token has expired' : undefined)
  }
}

class TokenExpired extends TokenRefused {}

/** Which of the pools is to have signed the token is for its issuer to say. */
async function verify(call: MethodCall, { providerARNs = [] }: Authorizer, token: string): Promise<JWTPayload> {
  const claimed = issuerClaimed(token)
  const issuer = providerARNs.flatMap((arn) => issuersOf(arn, call.host.settings.endpoint)).find((known) => known === claimed)
  if (issuer === undefined) throw new TokenRefused('it is of none of the pools')
  return verifySigned(token, issuer, call.host)
}

/** `arn:aws:cognito-idp:us-east-1:…:userpool/us-east-1_x` to the addresses that its tokens may name: AWS's, or this engine's own. */
function issuersOf(arn: string, endpoint: string): string[] {
  const [, , , region, , pool = ''] = arn.split(':')
  const id = pool.replace('userpool/', '')
  return [`https://cognito-idp.${region}.amazonaws.com/${id}`, `${endpoint}/${id}`]
}

function issuerClaimed(token: string): string | undefined {
  try {
    return decodeJwt(token).iss
  } catch {
    return undefined
  }
}

function checkTimes({ exp, nbf }: JWTPayload, now_s: number): void {
  if (typeof exp !== 'number' || exp <= now_s) throw new TokenExpired('it has expired')
  if (typeof nbf === 'number' && nbf > now_s) throw new TokenRefused('it is not valid yet')
}

function checkUse(claims: JWTPayload, wanted: readonly string[]): void {
  const use = claims['token_use']
  if (wanted.length === 0 && use !== 'id') throw new TokenRefused(`it is for ${String(use)}, and a method without scopes takes ID tokens`)
  if (wanted.length > 0 && use !== 'access') throw new TokenRefused(`it is for ${String(use)}, and a method with scopes takes access tokens`)
  if (wanted.length > 0 && !scopesOf(claims).some((scope) => wanted.includes(scope))) throw new TokenRefused(`it has none of the scopes ${wanted.join(' ')}`)
}

/** Claims as events carry them: all texts, `exp` and `iat` as dates, lists joined with commas. */
function claimTexts(claims: JWTPayload): Record<string, string> {
  return Object.fromEntries(Object.entries(claims).map(([name, value]) => [name, claimText(name, value)]))
}

function claimText(name: string, value: unknown): string {
  if ((name === 'exp' || name === 'iat') && typeof value === 'number') return javaDate(value * 1000)
  if (Array.isArray(value)) return value.map(String).join(',')
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** `Mon Nov 27 14:05:36 UTC 2017` */
function javaDate(ms: number): string {
  const [, weekday, day, month, year, time] = /^(\w+), (\d+) (\w+) (\d+) ([\d:]+)/.exec(new Date(ms).toUTCString()) ?? []
  return `${weekday} ${month} ${day} ${time} UTC ${year}`
}
