import type { JWTConfiguration } from '@aws-sdk/client-apigatewayv2'
import { compactVerify, decodeJwt, decodeProtectedHeader, type CryptoKey, type JWTPayload, type ProtectedHeaderParameters } from 'jose'
import { findKey, type KeySource } from './keys.ts'
import { TokenRefused } from './token-refused.ts'

/** "Currently, only RSA-based algorithms are supported": neither `none` nor a shared secret is ever accepted. */
const ALGORITHMS: ReadonlySet<string> = new Set(['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'])

/**
 * The claims of a token that is in order at `now_ms`, checked in AWS's order: form, algorithm, signature, then claims.
 * Throws `TokenRefused`. Of the descriptions AWS has published only those for the audience and for the two
 * communication errors; the others are unverified.
 */
export async function verifyToken(
  token: string,
  expected: JWTConfiguration,
  source: KeySource,
  now_ms: number,
): Promise<JWTPayload> {
  const claims = await verifySigned(token, expected.Issuer!, source)
  checkAudience(claims, expected.Audience ?? [])
  checkTimes(claims, now_ms / 1000)
  return claims
}

/** The claims of a token that `issuer` has signed, whatever they say. Throws `TokenRefused`. */
export async function verifySigned(token: string, issuer: string, source: KeySource): Promise<JWTPayload> {
  const [header, claims] = decode(token)
  const { alg = 'none', kid } = header
  if (!ALGORITHMS.has(alg)) throw new TokenRefused(`signing method ${alg} is invalid`)
  if (typeof kid !== 'string') throw new TokenRefused('kid header missing')
  // Before the key lookup, so that a token's own issuer is never asked for anything.
  if (claims.iss !== issuer) throw new TokenRefused('the token does not have a valid issuer')
  const key = await findKey(source, issuer, kid, alg)
  if (!isKnownToHold(token, key)) await checkSignature(token, key, alg)
  return claims
}

/** Tokens whose signatures have held, by the key itself, so that another key under the same id begins anew. */
const held = new WeakMap<CryptoKey | Uint8Array, Set<string>>()
const MOST_HELD = 256

const isKnownToHold = (token: string, key: CryptoKey | Uint8Array) => held.get(key)?.has(token) ?? false

/** A client sends the same token with each of its requests, and to check one takes longer than all else about a request. */
async function checkSignature(token: string, key: CryptoKey | Uint8Array, alg: string): Promise<void> {
  try {
    await compactVerify(token, key, { algorithms: [alg] })
  } catch {
    throw new TokenRefused('the token signature is invalid')
  }
  const known = held.get(key)
  if (known && known.size < MOST_HELD) known.add(token)
  else held.set(key, new Set([token]))
}

const BASE64URL_PARTS = /^[\w-]+\.[\w-]+\.[\w-]*$/

function decode(token: string): [ProtectedHeaderParameters, JWTPayload] {
  const segments = token.split('.').length
  if (segments !== 3) throw new TokenRefused('token contains an invalid number of segments')
  // Decoders overlook white space, and then one token has many forms.
  if (!BASE64URL_PARTS.test(token)) throw new TokenRefused('the token is malformed')
  try {
    return [decodeProtectedHeader(token), decodeJwt(token)]
  } catch {
    throw new TokenRefused('the token is malformed')
  }
}

/** `client_id` counts only where there is no `aud`: Cognito's access tokens have none. */
function checkAudience(claims: JWTPayload, audience: readonly string[]): void {
  const given = claims.aud ?? claims['client_id']
  const values = Array.isArray(given) ? given : [given]
  if (!values.some((value) => typeof value === 'string' && audience.includes(value)))
    throw new TokenRefused('the token does not have a valid audience')
}

function checkTimes(claims: JWTPayload, now_s: number): void {
  const { exp, nbf, iat } = claims
  for (const time of [exp, nbf, iat])
    if (time !== undefined && typeof time !== 'number') throw new TokenRefused('the token is malformed')
  if (exp === undefined || exp <= now_s) throw new TokenRefused('the token has expired')
  if (nbf !== undefined && nbf > now_s) throw new TokenRefused('the token is not valid yet')
  if (iat !== undefined && iat > now_s) throw new TokenRefused('the token was issued in the future')
}

/** The scopes of a token: `scope`, or else `scp`; a text of words or a list. */
export function scopesOf(claims: JWTPayload): string[] {
  const given = claims['scope'] ?? claims['scp']
  if (Array.isArray(given)) return given.filter((scope) => typeof scope === 'string')
  return typeof given === 'string' ? given.split(' ').filter((scope) => scope !== '') : []
}

/** All claims as texts, as events carry them: a list is `[a b]`, an object `map[key:value]`. */
export function claimTexts(claims: JWTPayload): Record<string, string> {
  return Object.fromEntries(Object.entries(claims).map(([name, value]) => [name, claimText(value)]))
}

function claimText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(claimText).join(' ')}]`
  if (typeof value === 'object' && value !== null)
    return `map[${Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, item]) => `${key}:${claimText(item)}`).join(' ')}]`
  return value === null ? '<nil>' : String(value)
}
