import type { Caller } from '../context.ts'
import type { HttpRequest } from '../http.ts'
import type { CatalogEntry } from '../service.ts'
import { canonicalRequest } from './canonical.ts'
import { readParts, scopeOf } from './claim.ts'
import { guardBytes, isSha256 } from './payload.ts'
import { checkToken, findKey, type Verifier } from './secrets.ts'
import { sameSignature, sign, stringToSign, type SigningKey, type SigningKeys } from './signing-key.ts'
import type { SignatureStyle } from './style.ts'
import { verifyVersion2 } from './version-2.ts'

/** A signature that holds: what the signatures of a body's chunks go on from. */
export interface VerifiedSignature {
  readonly where: 'header' | 'query'
  readonly signature: string
  /** `yyyyMMdd'T'HHmmss'Z'` */
  readonly timestamp: string
  /** `<date>/<region>/<service>/aws4_request` */
  readonly scope: string
  readonly signingKey: SigningKey
  /** Of the body, in hexadecimal, or S3's keyword for one that is not signed as a whole (`STREAMING-…`). */
  readonly payloadHash: string
}

export interface Verified {
  readonly caller: Caller
  /** Absent for Signature Version 2. */
  readonly signature?: VerifiedSignature
}

/**
 * Verifies the signature (Version 4) of a request to the service of `entry`, in its header or query. Undefined where the
 * request is not signed; rejects with the `AwsError` that AWS answers in that service's style.
 */
export async function verifySignature(
  request: HttpRequest,
  entry: CatalogEntry,
  style: SignatureStyle,
  host: Verifier,
  keys: SigningKeys,
): Promise<Verified | undefined> {
  const parts = readParts(request)
  if (!parts) {
    const authorization = request.headers['authorization']
    if (authorization) style.checkOtherScheme?.(authorization)
    return undefined
  }
  if (style.version2 && parts.where === 'query' && parts.algorithm === 'AWS') return { caller: verifyVersion2(request, host) }
  const claim = style.readClaim(parts, request, entry)
  style.checkSignedHeaders(claim, request)
  const key = findKey(host, claim.accessKeyId)
  if (!key) throw style.unknownKey(claim.accessKeyId)
  const now = host.clock.now()
  style.checkTime(claim, now)
  checkToken(claim, key, style, now)
  const payloadHash = await style.payloadHash(claim, request)
  const signingKey = keys.get(key.secret, claim.date, claim.region, claim.service)
  const canonical = canonicalRequest(request, claim, style.path, payloadHash)
  const scope = scopeOf(claim)
  const text = stringToSign(claim.timestamp, scope, canonical)
  if (!sameSignature(claim.signature, sign(signingKey, text))) throw style.mismatch(claim, canonical, text)
  if (style.path === 'once' && isSha256(payloadHash)) guardBytes(request, payloadHash)
  const { where, signature, timestamp } = claim
  return { caller: { principal: key.principal, region: claim.region }, signature: { where, signature, timestamp, scope, signingKey, payloadHash } }
}
