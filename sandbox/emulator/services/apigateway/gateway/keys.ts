import { importJWK, type CryptoKey, type JWK } from 'jose'
import type { Host } from '../../../kernel/context.ts'
import { TokenRefused } from './token-refused.ts'

/** What the key lookup needs of the engine. */
export type KeySource = Pick<Host, 'get' | 'clock' | 'store'>

interface Ring {
  readonly fetchedAt: number
  readonly keys: Promise<readonly JWK[]>
  readonly imported: Map<string, Promise<CryptoKey | Uint8Array>>
}

/** API Gateway keeps an issuer's keys for two hours ("Control access to HTTP APIs with JWT authorizers"). */
const KEPT_MS = 2 * 60 * 60 * 1000

/** Issuers' keys, for each engine: gone with the engine, and after a reset. */
const rings = new WeakMap<Host['store'], Map<string, Ring>>()

export function forgetKeys(host: Pick<Host, 'store'>): void {
  rings.delete(host.store)
}

/**
 * The issuer's public key by its id, for `alg`. Asks for the issuer's documents when nothing is known of it, and once
 * more when it has no such key: it may have rotated them. Throws `TokenRefused`.
 */
export async function findKey(source: KeySource, issuer: string, kid: string, alg: string): Promise<CryptoKey | Uint8Array> {
  const known = ringsOf(source).get(issuer)
  const fresh = known && source.clock.now() - known.fetchedAt < KEPT_MS ? known : undefined
  const found = (fresh && (await keyIn(fresh, kid, alg))) ?? (await keyIn(fetchRing(source, issuer, known), kid, alg))
  if (!found) throw new TokenRefused('unable to find a key with the token\'s key id in the JWKS')
  return found
}

function ringsOf(source: KeySource): Map<string, Ring> {
  let found = rings.get(source.store)
  if (!found) rings.set(source.store, (found = new Map()))
  return found
}

/** Begins to fetch the keys, unless another request has begun since `seen` was looked at. */
function fetchRing(source: KeySource, issuer: string, seen: Ring | undefined): Ring {
  const all = ringsOf(source)
  const current = all.get(issuer)
  if (current && current !== seen) return current
  const ring: Ring = { fetchedAt: source.clock.now(), keys: fetchKeys(source, issuer), imported: new Map() }
  all.set(issuer, ring)
  ring.keys.catch(() => {
    if (all.get(issuer) === ring) all.delete(issuer)
  })
  return ring
}

async function keyIn(ring: Ring, kid: string, alg: string): Promise<CryptoKey | Uint8Array | undefined> {
  const jwk = (await ring.keys).find((key) => key.kid === kid && key.kty === 'RSA' && (key.use ?? 'sig') === 'sig' && (key.alg ?? alg) === alg)
  if (!jwk) return undefined
  const name = `${kid} ${alg}`
  let imported = ring.imported.get(name)
  if (!imported) ring.imported.set(name, (imported = importJWK(jwk, alg)))
  return imported
}

async function fetchKeys(source: KeySource, issuer: string): Promise<readonly JWK[]> {
  const discovery = await getJson(source, `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`)
  const address = discovery?.['jwks_uri']
  if (typeof address !== 'string') throw new TokenRefused('OIDC discovery endpoint communication error')
  const keys = (await getJson(source, address))?.['keys']
  if (!Array.isArray(keys)) throw new TokenRefused('JWKS communication error')
  return keys as JWK[]
}

/** Undefined where nobody here answers for the address, or answers with anything but a JSON object. */
async function getJson(source: KeySource, url: string): Promise<Record<string, unknown> | undefined> {
  if (!URL.canParse(url)) return undefined
  const response = await source.get(url)
  if (response?.status !== 200 || response.body === undefined) return undefined
  const text = typeof response.body === 'string' ? response.body : await textOf(response.body)
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}

async function textOf(body: Uint8Array | AsyncIterable<unknown>): Promise<string> {
  if (body instanceof Uint8Array) return Buffer.from(body).toString()
  const chunks: Buffer[] = []
  for await (const chunk of body) chunks.push(Buffer.from(chunk as Uint8Array))
  return Buffer.concat(chunks).toString()
}
