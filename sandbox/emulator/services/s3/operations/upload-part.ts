import type { UploadPartCommandInput, UploadPartCommandOutput } from '@aws-sdk/client-s3'
import { operation } from '../../../kernel/operation.ts'
import { objectArn, requireBucket } from '../access.ts'
import * as errors from '../errors.ts'
import { declaredChecksum } from '../objects/checksums.ts'
import { checkPartKey, hasCustomerKey } from '../objects/customer-key.ts'
import { checkNotBlocked, etagOf } from '../objects/encryption.ts'
import { checkPartNumber, partChecksum } from '../objects/parts.ts'
import { encryptionOf } from '../objects/present.ts'
import { receive } from '../objects/receive.ts'
import { findUpload, putPart, wholeSecond } from '../state.ts'

export const UploadPart = operation<UploadPartCommandInput, UploadPartCommandOutput>({
  action: 's3:PutObject',
  resource: objectArn,
  async handle(input, ctx) {
    const number = checkPartNumber(input.PartNumber)
    const find = () => findUpload(ctx, requireBucket(ctx, input).name, input.Key ?? '', input.UploadId ?? '')
    const upload = find()
    if (hasCustomerKey(input)) checkNotBlocked(ctx, requireBucket(ctx, input), 's3:PutObject', input.Key)
    checkPartKey(upload, input)
    const { algorithm } = upload.checksum
    const declared = declaredChecksum(input)
    if (upload.checksumAsked && declared && declared.algorithm !== algorithm)
      throw errors.checksumTypeMismatch(algorithm, declared.algorithm)
    const { blob, md5, checksums } = await receive(ctx, input, algorithm, algorithm)
    try {
      // Somebody may have completed or aborted the upload while the part came.
      find()
    } catch (error) {
      ctx.blobs.delete(blob)
      throw error
    }
    const lastModified = wholeSecond(ctx.clock.now())
    const etag = etagOf(ctx, upload.settings, md5)
    const part = { number, size: blob.size, etag, lastModified, blob, checksums }
    putPart(ctx, upload, part)
    return { ETag: `"${etag}"`, ...partChecksum(part, declared?.algorithm ?? algorithm), ...encryptionOf(upload) }
  },
})
