import type { CompleteMultipartUploadCommandInput, CompleteMultipartUploadCommandOutput } from '@aws-sdk/client-s3'
import { operation } from '../../../kernel/operation.ts'
import { objectArn, requireBucket } from '../access.ts'
import * as errors from '../errors.ts'
import { notify } from '../notify.ts'
import { checksumMembers, loadHashers } from '../objects/checksums.ts'
import { checkUploadKey } from '../objects/customer-key.ts'
import { chooseParts, multipartChecksum, multipartEtag } from '../objects/parts.ts'
import { encryptionOf, expirationMember } from '../objects/present.ts'
import { checkCompleteConditions } from '../objects/write.ts'
import { findUpload, partsOf, putObject, removeUpload, wholeSecond } from '../state.ts'

export const CompleteMultipartUpload = operation<
  CompleteMultipartUploadCommandInput,
  CompleteMultipartUploadCommandOutput
>({
  action: 's3:PutObject',
  resource: objectArn,
  async handle(input, ctx) {
    const bucket = requireBucket(ctx, input)
    const find = () => findUpload(ctx, bucket.name, input.Key ?? '', input.UploadId ?? '')
    // Looked up again behind the wait, in which somebody else may have completed it.
    await loadHashers([find().checksum.algorithm])
    const upload = find()
    checkUploadKey(upload, input)
    const { key, settings, checksum: { algorithm } } = upload
    const parts = chooseParts(upload, partsOf(ctx, upload), input.MultipartUpload?.Parts ?? [])
    const checksum = multipartChecksum(upload, parts, input)
    const size = parts.reduce((sum, part) => sum + part.size, 0)
    if (input.MpuObjectSize !== undefined && Number(input.MpuObjectSize) !== size)
      throw errors.invalidRequest("The provided 'x-amz-mp-object-size' header does not match what was computed.")
    checkCompleteConditions(ctx, bucket.name, upload, input)
    const etag = multipartEtag(parts)
    const pieces = parts.map(({ blob }) => blob)
    const object = putObject(ctx, bucket.name, {
      key,
      size,
      etag,
      lastModified: wholeSecond(ctx.now),
      settings,
      checksum,
      pieces,
      parts: parts.map((part) => ({ number: part.number, size: part.size, checksum: part.checksums[algorithm]! })),
    })
    removeUpload(ctx, bucket.name, upload.id, new Set(pieces))
    notify(ctx, bucket.name, 'ObjectCreated:CompleteMultipartUpload', object)
    return {
      Location: `${ctx.settings.endpoint}/${bucket.name}/${encodeURIComponent(key)}`,
      Bucket: bucket.name,
      Key: key,
      ETag: `"${etag}"`,
      ...checksumMembers(checksum),
      ...encryptionOf(upload),
      VersionId: object.versionId,
      Expiration: expirationMember(ctx, bucket.name, object),
    }
  },
})
