import type { UploadPartCopyCommandInput, UploadPartCopyCommandOutput } from '@aws-sdk/client-s3'
import { operation } from '../../../kernel/operation.ts'
import { objectArn, requireBucket, versionMember } from '../access.ts'
import * as errors from '../errors.ts'
import { toCopy } from '../needs.ts'
import { readContent } from '../objects/content.ts'
import { checkSourceSize, findSource, parseCopySource } from '../objects/copy-source.ts'
import { checkPartKey, hasCustomerKey } from '../objects/customer-key.ts'
import { checkNotBlocked, etagOf } from '../objects/encryption.ts'
import { writeHashed } from '../objects/hashed-write.ts'
import { checkPartNumber, partChecksum } from '../objects/parts.ts'
import { encryptionOf } from '../objects/present.ts'
import type { ByteRange } from '../objects/range.ts'
import { findUpload, putPart, wholeSecond } from '../state.ts'

export const UploadPartCopy = operation<UploadPartCopyCommandInput, UploadPartCopyCommandOutput>({
  action: 's3:PutObject',
  resource: objectArn,
  needs: toCopy,
  async handle(input, ctx) {
    const number = checkPartNumber(input.PartNumber)
    const find = () => findUpload(ctx, requireBucket(ctx, input).name, input.Key ?? '', input.UploadId ?? '')
    const upload = find()
    if (hasCustomerKey(input)) checkNotBlocked(ctx, requireBucket(ctx, input), 's3:PutObject', input.Key)
    checkPartKey(upload, input)
    const from = parseCopySource(input.CopySource ?? '')
    const source = findSource(ctx, from, input)
    const range = sourceRange(input.CopySourceRange, source.size)
    checkSourceSize(range ? range.end - range.start + 1 : source.size)
    const { algorithm } = upload.checksum
    const { blob, md5, checksums } = await writeHashed(ctx, readContent(ctx, source.pieces, range), [algorithm])
    try {
      find()
    } catch (error) {
      ctx.blobs.delete(blob)
      throw error
    }
    const etag = etagOf(ctx, upload.settings, md5)
    const lastModified = wholeSecond(ctx.clock.now())
    const part = { number, size: blob.size, etag, lastModified, blob, checksums }
    putPart(ctx, upload, part)
    return {
      CopyPartResult: {
        ETag: `"${etag}"`,
        LastModified: new Date(lastModified),
        ...(upload.checksumAsked ? partChecksum(part, algorithm) : {}),
      },
      ...encryptionOf(upload),
      CopySourceVersionId: versionMember(ctx, from.bucket, source).VersionId,
    }
  },
})

/** Stricter than the Range of a GET: both ends must be there, and within the source. */
function sourceRange(header: string | undefined, size: number): ByteRange | undefined {
  if (header === undefined) return undefined
  const found = /^bytes=(\d+)-(\d+)$/.exec(header)
  const [start, end] = [Number(found?.[1]), Number(found?.[2])]
  if (!found || end < start)
    throw errors.invalidArgument(
      'The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy',
      'x-amz-copy-source-range',
      header,
    )
  if (start >= size) throw errors.invalidRequest('The specified copy range is invalid for the source object size')
  if (end >= size)
    throw errors.invalidArgument(`Range specified is not valid for source object of size: ${size}`, 'x-amz-copy-source-range', header)
  return { start, end }
}
