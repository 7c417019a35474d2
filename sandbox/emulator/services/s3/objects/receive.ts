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
import { toBase64, writeHashed, type Digests } from './hashed-write.ts'

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
  readonly trailers: Map<string, string>
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
  if (declared) checkForm(declared.algorithm, declared.value)
  if (input.ChecksumAlgorithm !== undefined && !declared && !wire.trailer && ctx.request)
    throw errors.invalidRequest(
      'x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.',
    )
  if (input.ContentMD5 !== undefined && Buffer.from(input.ContentMD5, 'base64').length !== 16)
    throw errors.invalidDigest(input.ContentMD5)
  const algorithms = new Set<Algorithm>([declared?.algorithm ?? wire.trailer ?? fallback, ...(wanted ? [wanted] : [])])
  const payload: Algorithm[] = wire.sha256 === undefined ? [] : ['SHA256']
  return andThen(store(ctx, wire, [...algorithms, ...payload]), ({ blob, digests }) => {
    try {
      verify(input, wire, blob, digests, declared)
    } catch (error) {
      ctx.blobs.delete(blob)
      throw error
    }
    return { blob, md5: digests.MD5.toString('hex'), checksums: toBase64(digests, algorithms) }
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

function verify(input: Upload, wire: Wire, blob: Blob, digests: Digests, declared: Declared | undefined): void {
  if (wire.length !== undefined && wire.length !== blob.size)
    throw errors.incompleteBody('You did not provide the number of bytes specified by the Content-Length HTTP header')
  const sha256 = digests.SHA256?.toString('hex')
  if (wire.sha256 !== undefined && wire.sha256 !== sha256) throw errors.contentSha256Mismatch(wire.sha256, sha256!)
  if (input.ContentMD5 !== undefined) {
    const md5 = digests.MD5.toString('base64')
    if (input.ContentMD5 !== md5) throw errors.badDigest(input.ContentMD5, md5)
  }
  const expected = declared ?? trailing(wire)
  if (expected && expected.value !== digests[expected.algorithm]!.toString('base64'))
    throw errors.badChecksum(expected.algorithm)
}

function trailing({ trailer, trailers }: Wire): Declared | undefined {
  if (!trailer) return undefined
  const value = trailers.get(headerOf(trailer))
  if (value === undefined) throw errors.malformedTrailer()
  checkForm(trailer, value)
  return { algorithm: trailer, value }
}

function readWire(ctx: Context, body: unknown): Wire {
  const trailers = new Map<string, string>()
  if (!ctx.request) return { source: () => toReadable(body), trailers }
  const { headers } = ctx.request
  const hash = headers['x-amz-content-sha256'] ?? ''
  const chunked = hash.startsWith('STREAMING-') || /\baws-chunked\b/.test(headers['content-encoding'] ?? '')
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
    return { source: () => toReadable(body), inOnePiece, trailers, ...lengthOf(length), ...sha256 }
  }
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
