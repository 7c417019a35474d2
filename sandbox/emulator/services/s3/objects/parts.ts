import { createHash } from 'node:crypto'
import type { CompletedPart } from '@aws-sdk/client-s3'
import * as errors from '../errors.ts'
import type { Upload, UploadedPart } from '../state.ts'
import { combine, declaredChecksum, type Algorithm, type Checksum, type ChecksumMembers } from './checksums.ts'

const SMALLEST_PART_BYTES = 5 * 1024 * 1024
const MOST_PARTS = 10_000

/** Throws `InvalidArgument` where it is no part's number. */
export function checkPartNumber(given: number | undefined): number {
  if (given === undefined || !Number.isInteger(given) || given < 1 || given > MOST_PARTS)
    throw errors.partNumberOutOfRange(given)
  return given
}

/** The member that shows a part's checksum. */
export function partChecksum(part: UploadedPart, algorithm: Algorithm): ChecksumMembers {
  const value = part.checksums[algorithm]
  return value === undefined ? {} : { [`Checksum${algorithm}`]: value }
}

/**
 * The parts that a client names to complete its upload, in their order. Throws `MalformedXML` (none), `InvalidPartOrder`,
 * `InvalidPart` (unknown, or not as it was uploaded) and `EntityTooSmall` (any but the last).
 */
export function chooseParts(
  upload: Upload,
  uploaded: readonly UploadedPart[],
  named: readonly CompletedPart[],
): UploadedPart[] {
  if (named.length === 0 || named.length > MOST_PARTS) throw errors.malformedXml()
  const numbers = named.map(({ PartNumber }) => PartNumber ?? 0)
  if (numbers.some((number, index) => number <= (numbers[index - 1] ?? 0))) throw errors.invalidPartOrder(upload.id)
  const byNumber = new Map(uploaded.map((part) => [part.number, part]))
  const chosen = named.map((name, index) => choose(upload, byNumber.get(numbers[index]!), name))
  for (const part of chosen.slice(0, -1))
    if (part.size < SMALLEST_PART_BYTES)
      throw errors.entityTooSmall(part.size, SMALLEST_PART_BYTES, part.number, part.etag)
  return chosen
}

function choose(upload: Upload, part: UploadedPart | undefined, name: CompletedPart): UploadedPart {
  const number = name.PartNumber ?? 0
  const etag = (name.ETag ?? '').replaceAll('"', '')
  if (!part || part.etag !== etag) throw errors.invalidPart(upload.id, number, etag)
  const declared = declaredChecksum(name)
  const { algorithm, type } = upload.checksum
  if (!declared && upload.checksumAsked && type === 'COMPOSITE') throw errors.partChecksumMissing(algorithm, number)
  const known = declared && part.checksums[declared.algorithm]
  if (known !== undefined && known !== declared?.value) throw errors.invalidPart(upload.id, number, etag)
  return part
}

/** `<MD5 of the parts' MD5s>-<number of parts>` */
export function multipartEtag(parts: readonly { readonly etag: string }[]): string {
  const hash = createHash('md5')
  for (const { etag } of parts) hash.update(Buffer.from(etag, 'hex'))
  return `${hash.digest('hex')}-${parts.length}`
}

/** The object's checksum out of its parts'; throws `BadDigest` where the client expected another. */
export function multipartChecksum(upload: Upload, parts: readonly UploadedPart[], expected: ChecksumMembers): Checksum {
  const { algorithm, type } = upload.checksum
  const checksum = combine(algorithm, type, parts.map(({ size, checksums }) => ({ size, value: checksums[algorithm]! })))
  const declared = declaredChecksum(expected)
  // A client that knows the composite value sends it with or without the number of parts.
  const [value] = checksum.value.split('-')
  if (declared && declared.algorithm === algorithm && declared.value.split('-')[0] !== value)
    throw errors.badChecksum(algorithm)
  return checksum
}
