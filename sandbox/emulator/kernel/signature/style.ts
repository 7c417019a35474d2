import type { AwsError } from '../errors.ts'
import type { HttpRequest } from '../http.ts'
import type { CatalogEntry } from '../service.ts'
import type { PathEncoding } from './canonical.ts'
import type { Claim, SignatureParts } from './claim.ts'

/** What a signature is measured against, and how its refusal is worded: AWS has two ways, in four envelopes. */
export interface SignatureStyle {
  readonly path: PathEncoding
  /** Whether URLs presigned with Signature Version 2 are taken. */
  readonly version2: boolean
  /** The claim that the parts make; throws where their form is not right or they belong to another service or region. */
  readClaim(parts: SignatureParts, request: HttpRequest, entry: CatalogEntry): Claim
  /** Throws where a header that must be signed is not. */
  checkSignedHeaders(claim: Claim, request: HttpRequest): void
  /** Throws where the signature is of too long ago or not yet. `now` is epoch milliseconds. */
  checkTime(claim: Claim, now: number): void
  /** The last line of the canonical request; may read the body. */
  payloadHash(claim: Claim, request: HttpRequest): Promise<string> | string
  /** Throws for an Authorization header of another kind, where the service takes none. */
  checkOtherScheme?(authorization: string): void
  /** For requests without any signature; absent where those are taken. */
  unsigned?(): AwsError
  unknownKey(accessKeyId: string): AwsError
  invalidToken(token: string): AwsError
  expiredToken(token: string): AwsError
  mismatch(claim: Claim, canonical: string, stringToSign: string): AwsError
}

/** The region that a host names after the service (`kinesis.eu-west-1.…`, `s3-us-west-2.…`); undefined where it names none. */
export function regionInHost(host: string, service: string): string | undefined {
  const at = host.lastIndexOf(service)
  if (at < 0 || (at > 0 && host[at - 1] !== '.')) return undefined
  return /^[.-](?:dualstack\.)?([a-z]{2}(?:-[a-z]+)+-\d)\./.exec(host.slice(at + service.length))?.[1]
}
