import { SignJWT } from 'jose/jwt/sign'
import type { Host } from '../../../kernel/context.ts'
import { jsonResponse, type HttpRequest, type HttpResponse } from '../../../kernel/http.ts'
import { findPoolAnywhere } from '../state.ts'
import { keysOf, rotateKeys } from './keys.ts'
import { isObject } from './triggers/invoke.ts'

const BODY_BYTES = 64 * 1024

/**
 * `POST /_sandbox/cognito/sign` `{"pool": "<id>", "claims": {…}}`: any claims under a pool's own signature, for tests of
 * what a verifier must refuse though the signature holds. `token_use` `id` picks the key of ID tokens.
 */
export async function signOnRequest(request: HttpRequest, host: Host): Promise<HttpResponse | undefined> {
  if (request.method !== 'POST' || request.path !== '/_sandbox/cognito/sign') return undefined
  const wanted = parse((await request.bytes(BODY_BYTES)).toString())
  const [poolId, claims] = isObject(wanted) ? [wanted['pool'], wanted['claims']] : []
  if (typeof poolId !== 'string' || !isObject(claims)) return jsonResponse(400, { message: 'Give {"pool": "<id>", "claims": {…}}.' })
  const pool = findPoolAnywhere(host, poolId)
  if (!pool) return jsonResponse(404, { message: `User pool ${poolId} does not exist.` })
  const keys = await keysOf(host, pool.id)
  const key = claims['token_use'] === 'id' ? keys.id : keys.access
  return jsonResponse(200, { token: await new SignJWT(claims).setProtectedHeader({ kid: key.kid!, alg: 'RS256' }).sign(key) })
}

/** `POST /_sandbox/cognito/rotate-keys` `{"pool": "<id>"}`: new keys; with `"forget": true` old tokens are refused at once. */
export async function rotateOnRequest(request: HttpRequest, host: Host): Promise<HttpResponse | undefined> {
  if (request.method !== 'POST' || request.path !== '/_sandbox/cognito/rotate-keys') return undefined
  const wanted = parse((await request.bytes(BODY_BYTES)).toString())
  const [poolId, forget] = isObject(wanted) ? [wanted['pool'], wanted['forget'] === true] : []
  if (typeof poolId !== 'string') return jsonResponse(400, { message: 'Give {"pool": "<id>"}.' })
  const pool = findPoolAnywhere(host, poolId)
  if (!pool) return jsonResponse(404, { message: `User pool ${poolId} does not exist.` })
  await rotateKeys(host, pool.id, { forget: forget ?? false })
  return jsonResponse(200, { rotated: pool.id })
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
