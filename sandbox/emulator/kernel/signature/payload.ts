import { AwsError } from '../errors.ts'
import type { HttpRequest } from '../http.ts'
import { andThen } from '../sooner.ts'
import { sha256 } from './signing-key.ts'

/** Whether a declared payload hash is one, and no keyword such as `UNSIGNED-PAYLOAD`. */
export const isSha256 = (text: string) => /^[0-9a-f]{64}$/.test(text)

/** The body is not the one that the signature speaks of. */
export const contentSha256Mismatch = (declared: string, computed: string) =>
  new AwsError('XAmzContentSHA256Mismatch', "The provided 'x-amz-content-sha256' header does not match what was computed.", {
    members: { ClientComputedContentSHA256: declared, S3ComputedContentSHA256: computed },
  })

/**
 * Makes `request.bytes()` reject with `XAmzContentSHA256Mismatch` where the body's hash is not `declared`. Who reads the
 * body as a stream compares it with the context's `signature.payloadHash`.
 */
export function guardBytes(request: HttpRequest, declared: string): void {
  const read = request.bytes
  const compare = (bytes: Buffer) => {
    const computed = sha256(bytes)
    if (computed !== declared) throw contentSha256Mismatch(declared, computed)
    return bytes
  }
  request.bytes = (limit_bytes) => andThen(read.call(request, limit_bytes), compare)
}
