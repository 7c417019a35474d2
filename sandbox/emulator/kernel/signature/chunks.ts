import { createHash, type Hash } from 'node:crypto'
import { bytesOf, signatureDoesNotMatch } from './storage-style.ts'
import { EMPTY_SHA256, sameSignature, sha256, sign } from './signing-key.ts'
import type { VerifiedSignature } from './verify.ts'

const SIGNATURE = 'x-amz-trailer-signature'

/** For reading a body whose chunks carry signatures; undefined for all others. `seed` is the context's `signature`. */
export function chunkSignatures(seed: VerifiedSignature | undefined): ChunkSignatures | undefined {
  return seed?.payloadHash.startsWith('STREAMING-AWS4-HMAC-SHA256-PAYLOAD') ? new ChunkSignatures(seed) : undefined
}

/**
 * The signatures of a body in `aws-chunked` encoding, each of which covers its chunk and the signature before it
 * ("Signature calculations for the Authorization header: Transferring payload in multiple chunks" and "… including
 * trailing headers" of the S3 API Reference). For each chunk, the last and empty one too: `begin` with the signature
 * from its head, `update` with its bytes as they are read, `end`. Then `trailers`.
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

  /** All trailers, `x-amz-trailer-signature` too, by lower-case name; those of bodies that sign none are not looked at. */
  trailers(headers: ReadonlyMap<string, string>): void {
    if (!this.#seed.payloadHash.endsWith('-TRAILER')) return
    this.#given = headers.get(SIGNATURE) ?? ''
    const lines = [...headers].filter(([name]) => name !== SIGNATURE).map(([name, value]) => `${name}:${value}\n`)
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
