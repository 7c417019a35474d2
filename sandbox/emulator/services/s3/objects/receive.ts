import { Readable } from 'node:stream'
import type { Blob } from '../../../kernel/blobs.ts'
import type { Context } from '../../../kernel/context.ts'
import { AwsError } from '../../../kernel/errors.ts'
import { chunkSignatures } from '../../../kernel/signature/chunks.ts'
import { isSha256 } from '../../../kernel/signature/payload.ts'
import { andThen, orElse } from '../../../kernel/sooner.ts'
import * as errors from '../errors.ts'
import { decodeChunks } from './aws-chunked.ts'
import {
  algorithmOfHeader,
  checkForm,
  declaredChecksum,
  headerOf,
  type Algorithm,
  type ChecksumMembers,
} from './checksums.ts'
import { writeHashed } from './hashed-write.ts'

/** What an upload's input may say about its body. */
export interface Upload extends ChecksumMembers {
  readonly Body?: unknown
  readonly ContentMD5?: string | undefined
  readonly ChecksumAlgorithm?: string | undefined
}

export interface Received {
  readonly blob: Blob
  /** Hexadecimal. */
  readonly md5: string
  /** Base64, by algorithm: what the client sent and what was asked for. */
  readonly checksums: Readonly<Partial<Record<Algorithm, string>>>
}

type Declared = NonNullable<ReturnType<typeof declaredChecksum>>

const LARGEST_UPLOAD_BYTES = 5 * 1024 ** 3
const SMALL_BYTES = 256 * 1024

/** How the bytes come: their source, and what they must turn out to be. */
interface Wire {
  readonly source: () => Readable
  /** A small body is sooner taken in one piece than as a stream. */
  readonly inOnePiece?: boolean
  readonly length?: number
  /** Announced as a trailer: its value is known when the source has ended. */
  readonly trailer?: Algorithm
  readonly trailers: ReadonlyMap<string, string>
  /** `x-amz-content-sha256` where it is a digest that nobody else compares. */
  readonly sha256?: string
}

/**
 * Takes an upload's body into a blob, as a stream, and verifies all that the request says about it: length, Content-MD5,
 * checksum header or trailer, payload hash. Computes the checksum that the client declared, else `fallback`'s (and
 * `wanted`'s in any case). Throws S3's error and keeps nothing where something does not fit.
 */
export function receive(ctx: Context, input: Upload, fallback: Algorithm, wanted?: Algorithm): Received | Promise<Received> {
  const wire = readWire(ctx, input.Body)
  const declared = declaredChecksum(input)
  // What a small body has come to is compared first, and only what differs is looked at more closely.
  if (declared && !wire.inOnePiece) checkForm(declared.algorithm, declared.value)
  if (input.ChecksumAlgorithm !== undefined && !declared && !wire.trailer && ctx.request)
    throw errors.invalidRequest(
      'x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.',
    )
  if (input.ContentMD5 !== undefined && Buffer.from(input.ContentMD5, 'base64').length !== 16)
    throw errors.invalidDigest(input.ContentMD5)
  const algorithms = [declared?.algorithm ?? wire.trailer ?? fallback]
  if (wanted !== undefined && wanted !== algorithms[0]) algorithms.push(wanted)
  const payload = wire.sha256 !== undefined && !algorithms.includes('SHA256') ? [...algorithms, 'SHA256' as const] : algorithms
  return andThen(store(ctx, wire, payload), (received) => {
    try {
      verify(input, wire, received, declared)
    } catch (error) {
      ctx.blobs.delete(received.blob)
      throw error
    }
    if (payload === algorithms) return received
    const { SHA256: _, ...checksums } = received.checksums
    return { ...received, checksums }
  })
}

function store(ctx: Context, wire: Wire, algorithms: readonly Algorithm[]): ReturnType<typeof writeHashed> {
  return orElse(
    () => andThen(wire.inOnePiece ? ctx.request!.bytes() : wire.source(), (source: Buffer | Readable) => writeHashed(ctx, source, algorithms)),
    (error) => {
      // The client went away in the middle of its body.
      if (!(error instanceof AwsError) && ctx.request?.body.destroyed) throw errors.incompleteBody()
      // What is left of it must go before the connection can carry another request.
      ctx.request?.body.resume()
      throw error
    },
  )
}

function verify(input: Upload, wire: Wire, { blob, md5, checksums }: Received, declared: Declared | undefined): void {
  if (wire.length !== undefined && wire.length !== blob.size)
    throw errors.incompleteBody('You did not provide the number of bytes specified by the Content-Length HTTP header')
  if (wire.sha256 !== undefined) {
    const sha256 = Buffer.from(checksums.SHA256!, 'base64').toString('hex')
    if (wire.sha256 !== sha256) throw errors.contentSha256Mismatch(wire.sha256, sha256)
  }
  if (input.ContentMD5 !== undefined) {
    const whole = Buffer.from(md5, 'hex').toString('base64')
    if (input.ContentMD5 !== whole) throw errors.badDigest(input.ContentMD5, whole)
  }
  const expected = declared ?? trailing(wire)
  if (!expected || expected.value === checksums[expected.algorithm]) return
  checkForm(expected.algorithm, expected.value)
  throw errors.badChecksum(expected.algorithm)
}

function trailing({ trailer, trailers }: Wire): Declared | undefined {
  if (!trailer) return undefined
  const value = trailers.get(headerOf(trailer))
  if (value === undefined) throw errors.malformedTrailer()
  return { algorithm: trailer, value }
}

const NO_TRAILERS: ReadonlyMap<string, string> = new Map()

function readWire(ctx: Context, body: unknown): Wire {
  if (!ctx.request) return { source: () => toReadable(body), trailers: NO_TRAILERS }
  const { headers } = ctx.request
  const { 'x-amz-content-sha256': hash = '', 'content-encoding': encoding } = headers
  const chunked = hash.startsWith('STREAMING-') || (encoding !== undefined && /\baws-chunked\b/.test(encoding))
  const decoded = headers['x-amz-decoded-content-length']
  if (headers['transfer-encoding'] !== undefined && decoded === undefined) throw errors.headerNotImplemented('Transfer-Encoding')
  const length = chunked ? decoded : headers['content-length']
  // HTTP/2 needs no length, as its bodies have ends.
  if (length === undefined && (chunked || ctx.request.httpVersion !== '2.0')) throw errors.missingContentLength()
  if (Number(length) > LARGEST_UPLOAD_BYTES) throw errors.entityTooLarge(Number(length), LARGEST_UPLOAD_BYTES)
  if (!chunked) {
    const inOnePiece = Number(length) <= SMALL_BYTES
    // In one piece the body is compared with the signature as it is read.
    const isCompared = inOnePiece && ctx.signature?.payloadHash === hash
    const sha256 = !isCompared && isSha256(hash) ? { sha256: hash } : {}
    return { source: () => toReadable(body), inOnePiece, trailers: NO_TRAILERS, ...lengthOf(length), ...sha256 }
  }
  const trailers = new Map<string, string>()
  const announced = headers['x-amz-trailer']
  const trailer = announced === undefined ? undefined : algorithmOfHeader(announced.split(',')[0]!.trim())
  const source = () => Readable.from(decodeChunks(toReadable(body), (name, value) => trailers.set(name, value), chunkSignatures(ctx.signature)))
  return { source, trailers, ...lengthOf(length), ...(trailer ? { trailer } : {}) }
}

const lengthOf = (length: string | undefined) => (length === undefined ? {} : { length: Number(length) })

/** Bodies of calls from inside the process are seldom streams. */
function toReadable(body: unknown): Readable {
  if (body instanceof Readable) return body
  if (body === undefined || body === null) return Readable.from([])
  const bytes = typeof body === 'string' || !Buffer.isBuffer(body) ? Buffer.from(body as string | Uint8Array) : body
  return Readable.from(bytes.length > 0 ? [bytes] : [])
}
