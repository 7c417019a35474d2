import type { Clock } from '../clock.ts'
import type { Caller } from '../context.ts'
import type { HttpRequest } from '../http.ts'
import type { CatalogEntry } from '../service.ts'
import { andThen } from '../sooner.ts'
import { canonicalRequest } from './canonical.ts'
import { readParts, scopeOf, type Claim } from './claim.ts'
import { guardBytes, isSha256 } from './payload.ts'
import { checkToken, findKey, type KnownKey, type Verifier } from './secrets.ts'
import { EMPTY_SHA256, sameSignature, sign, stringToSign, type SigningKey, type SigningKeys } from './signing-key.ts'
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
 * request is not signed; throws, or rejects with, the `AwsError` that AWS answers in that service's style. At once where
 * the body is there, or need not be read.
 */
export function verifySignature(
  request: HttpRequest,
  entry: CatalogEntry,
  style: SignatureStyle,
  host: Verifier,
  keys: SigningKeys,
): Verified | undefined | Promise<Verified> {
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
  style.checkTime(claim, timeFor(claim, host.clock))
  checkToken(claim, key, style, host.clock.now())
  return andThen(style.payloadHash(claim, request), (payloadHash) => compare(request, claim, key, style, payloadHash, keys))
}

function compare(
  request: HttpRequest,
  claim: Claim,
  { principal, secret }: KnownKey,
  style: SignatureStyle,
  payloadHash: string,
  keys: SigningKeys,
): Verified {
  const { where, signature, timestamp, region } = claim
  const signingKey = keys.get(secret, claim.date, region, claim.service)
  const canonical = canonicalRequest(request, claim, style.path, payloadHash)
  const scope = scopeOf(claim)
  const text = stringToSign(timestamp, scope, canonical)
  if (!sameSignature(signature, sign(signingKey, text))) throw style.mismatch(claim, canonical, text)
  const isNothing = payloadHash === EMPTY_SHA256 && request.arrived?.length === 0
  if (style.path === 'once' && !isNothing && isSha256(payloadHash)) guardBytes(request, payloadHash)
  return { caller: { principal, region }, signature: { where, signature, timestamp, scope, signingKey, payloadHash } }
}

/**
 * What a client's clock would show now. Where ours has been moved, a client still signs by its own, and is not to be
 * refused for that; but a presigned request ages as everything else does. It tells its time to the second: one that was
 * signed in the second in which the clock was moved counts as signed after that.
 */
function timeFor({ time, expires_s }: Claim, clock: Clock): number {
  if (expires_s === undefined) return clock.machine.now()
  const signed = Math.max(time, Math.min(time + 999, clock.machine.now()))
  return signed + clock.now() - clock.at(signed)
}
