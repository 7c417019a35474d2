import { createHash, type Hash } from 'node:crypto'
import { bytesOf, signatureDoesNotMatch } from './storage-style.ts'
import { EMPTY_SHA256, sameSignature, sha256, sign } from './signing-key.ts'
import type { VerifiedSignature } from './verify.ts'

/** Whether the chunks of a body with this payload hash carry signatures. */
export const hasSignedChunks = (payloadHash: string) => payloadHash.startsWith('STREAMING-AWS4-HMAC-SHA256-PAYLOAD')

/**
 * The signatures of a body in `aws-chunked` encoding, each of which covers its chunk and the signature before it
 * ("Signature calculations for the Authorization header: Transferring payload in multiple chunks" and "… including
 * trailing headers" of the S3 API Reference). For each chunk, the last and empty one too: `begin` with the signature
 * from its head, `update` with its bytes as they are read, `end`. Then `trailers`, where the body has them.
 */
export class ChunkSignatures {
  readonly #seed: VerifiedSignature
  #previous: string
  #given = ''
  #hash: Hash | undefined

  constructor(seed: VerifiedSignature) {
    this.#seed = seed
    this.#previous = seed.signature
  }

  /** `signature` is that of the chunk's head (`;chunk-signature=…`), or undefined where the head has none. */
  begin(signature: string | undefined): void {
    this.#given = signature ?? ''
    this.#hash = undefined
  }

  update(bytes: Uint8Array): void {
    this.#hash ??= createHash('sha256')
    this.#hash.update(bytes)
  }

  /** The chunk is complete: throws `SignatureDoesNotMatch` where it is not what was signed. */
  end(): void {
    this.#check('AWS4-HMAC-SHA256-PAYLOAD', `${EMPTY_SHA256}\n${this.#hash?.digest('hex') ?? EMPTY_SHA256}`)
  }

  /** `headers` as they came, without `x-amz-trailer-signature`, whose value is `signature`. */
  trailers(headers: Iterable<readonly [name: string, value: string]>, signature: string | undefined): void {
    this.#given = signature ?? ''
    const lines = [...headers].map(([name, value]) => `${name.toLowerCase()}:${value.trim()}\n`)
    this.#check('AWS4-HMAC-SHA256-TRAILER', sha256(lines.sort().join('')))
  }

  #check(algorithm: string, hashes: string): void {
    const { timestamp, scope, signingKey } = this.#seed
    const text = `${algorithm}\n${timestamp}\n${scope}\n${this.#previous}\n${hashes}`
    const computed = sign(signingKey, text)
    if (!sameSignature(this.#given, computed))
      throw signatureDoesNotMatch({ StringToSign: text, SignatureProvided: this.#given, StringToSignBytes: bytesOf(text) })
    this.#previous = computed
  }
}
