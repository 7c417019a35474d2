import { decodeJwt, decodeProtectedHeader, exportSPKI, generateKeyPair, importJWK, SignJWT, type CryptoKey, type JSONWebKeySet, type JWTPayload } from 'jose'
import type { BadTokenKind } from './bad-token-kinds.ts'
import { EXIT, UserError } from './user-error.ts'

/** A good pair of tokens and the address of their issuer. */
export interface Material {
  readonly accessToken: string
  readonly idToken: string
  /** Where the pool's documents are: `<edge>/<poolId>/.well-known/jwks.json`; in AWS, where the tokens say. */
  readonly edge: string | undefined
}

const HOUR_S = 3600

/** All but what the kind says is in order, down to the signature. */
const MAKERS: Readonly<Record<BadTokenKind, (good: Material) => Promise<string> | string>> = {
  'wrong-issuer': (good) => signedByPool(good, (claims) => ({ ...claims, iss: `${claims.iss!.replace(/_[^_]*$/, '')}_WrongPool` })),
  'wrong-audience': (good) => signedByPool(good, (claims) => ({ ...claims, client_id: 'anotherappclientofthispool' })),
  'wrong-signature': ({ accessToken }) => turned(accessToken),
  'unknown-kid': ({ accessToken }) => signedByStranger(accessToken),
  expired: (good) => signedByPool(good, (claims) => shifted(claims, now_s() - HOUR_S - claims.exp!)),
  'not-yet-valid': (good) => signedByPool(good, (claims) => ({ ...claims, nbf: now_s() + HOUR_S })),
  'alg-none': ({ accessToken }) => unsigned(accessToken),
  hs256: signedWithPublicKey,
  'id-token': ({ idToken }) => idToken,
}

/** A bad token of that kind, made from good ones. Throws `UserError` where the issuer has changed its keys meanwhile. */
export async function makeBadToken(kind: BadTokenKind, good: Material): Promise<string> {
  return MAKERS[kind](good)
}

const now_s = () => Math.floor(Date.now() / 1000)

function shifted(claims: JWTPayload, by_s: number): JWTPayload {
  const moved = ['iat', 'exp', 'auth_time'].flatMap((name) => (typeof claims[name] === 'number' ? [[name, (claims[name] as number) + by_s] as const] : []))
  return { ...claims, ...Object.fromEntries(moved) }
}

/**
 * Other claims under a signature that holds, which the sandbox gives. An issuer that signs nothing on request leaves a
 * key of our own: then the token is refused for its signature.
 */
async function signedByPool({ accessToken, edge }: Material, change: (claims: JWTPayload) => JWTPayload): Promise<string> {
  const claims = change(decodeJwt(accessToken))
  const body = JSON.stringify({ pool: poolOf(accessToken), claims })
  const answer = edge === undefined ? undefined : await fetch(`${edge}/_sandbox/cognito/sign`, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
  if (answer?.ok) return ((await answer.json()) as { token: string }).token
  return sign(claims, decodeProtectedHeader(accessToken).kid!, (await strangersKey()).privateKey)
}

const poolOf = (token: string) => decodeJwt(token).iss!.split('/').at(-1)!

const strangersKey = () => generateKeyPair('RS256')

const sign = (claims: JWTPayload, kid: string, key: CryptoKey) => new SignJWT(claims).setProtectedHeader({ kid, alg: 'RS256' }).sign(key)

async function signedByStranger(token: string): Promise<string> {
  return sign(decodeJwt(token), 'a-key-that-nobody-has-heard-of', (await strangersKey()).privateKey)
}

function turned(token: string): string {
  const [head, body, signature] = token.split('.')
  const bytes = Buffer.from(signature!, 'base64url')
  bytes[0]! ^= 1
  return `${head}.${body}.${bytes.toString('base64url')}`
}

function unsigned(token: string): string {
  const { kid } = decodeProtectedHeader(token)
  const head = Buffer.from(JSON.stringify({ kid, alg: 'none' })).toString('base64url')
  return `${head}.${token.split('.')[1]}.`
}

/** What a verifier falls for that takes the algorithm from the token and the key from the JWKS. */
async function signedWithPublicKey({ accessToken, edge }: Material): Promise<string> {
  const { kid } = decodeProtectedHeader(accessToken)
  const { keys } = (await (await fetch(`${edge === undefined ? decodeJwt(accessToken).iss : `${edge}/${poolOf(accessToken)}`}/.well-known/jwks.json`)).json()) as JSONWebKeySet
  const found = keys.find((key) => key.kid === kid)
  if (!found) throw new UserError(`The issuer does not show the key ${kid}. Sign in again: its keys may have changed.`, EXIT.pipelineFailed)
  const pem = await exportSPKI((await importJWK(found, 'RS256', { extractable: true })) as CryptoKey)
  return new SignJWT(decodeJwt(accessToken)).setProtectedHeader({ kid: kid!, alg: 'HS256' }).sign(new TextEncoder().encode(pem))
}
