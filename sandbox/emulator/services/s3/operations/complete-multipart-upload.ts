import type { CompleteMultipartUploadCommandInput, CompleteMultipartUploadCommandOutput } from '@aws-sdk/client-s3'
import type { Context } from '../../../kernel/context.ts'
import { operation } from '../../../kernel/operation.ts'
import { objectArn, requireBucket } from '../access.ts'
import * as errors from '../errors.ts'
import { notify } from '../notify.ts'
import { checksumMembers, loadHashers } from '../objects/checksums.ts'
import { checkUploadKey } from '../objects/customer-key.ts'
import { chooseParts, multipartChecksum, multipartEtag } from '../objects/parts.ts'
import { encryptionOf, expirationMember } from '../objects/present.ts'
import { checkCompleteConditions } from '../objects/write.ts'
import {
  findUpload, hasUpload, isMarker, partsOf, putObject, removeUpload, versionsOf, wholeSecond, type Bucket, type StoredObject,
} from '../state.ts'

export const CompleteMultipartUpload = operation<
  CompleteMultipartUploadCommandInput,
  CompleteMultipartUploadCommandOutput
>({
  action: 's3:PutObject',
  resource: objectArn,
  async handle(input, ctx) {
    const bucket = requireBucket(ctx, input)
    const { Key: given = '', UploadId: id = '' } = input
    const before = hasUpload(ctx, bucket.name, id) ? undefined : completedBefore(ctx, bucket, input)
    if (before) return answer(ctx, bucket, before)
    // Looked up again behind the wait, in which somebody else may have completed it.
    await loadHashers([findUpload(ctx, bucket.name, given, id).checksum.algorithm])
    const upload = findUpload(ctx, bucket.name, given, id)
    checkUploadKey(upload, input)
    const { key, settings, checksum: { algorithm } } = upload
    const parts = chooseParts(upload, partsOf(ctx, upload), input.MultipartUpload?.Parts ?? [])
    const checksum = multipartChecksum(upload, parts, input)
    const size = parts.reduce((sum, part) => sum + part.size, 0)
    if (input.MpuObjectSize !== undefined && Number(input.MpuObjectSize) !== size)
      throw errors.invalidRequest("The provided 'x-amz-mp-object-size' header does not match what was computed.")
    checkCompleteConditions(ctx, bucket.name, upload, input)
    const pieces = parts.map(({ blob }) => blob)
    const object = putObject(ctx, bucket.name, {
      key,
      size,
      etag: multipartEtag(parts),
      lastModified: wholeSecond(ctx.now),
      settings,
      checksum,
      pieces,
      parts: parts.map((part) => ({ number: part.number, size: part.size, checksum: part.checksums[algorithm]! })),
      uploadId: id,
    })
    removeUpload(ctx, bucket.name, upload.id, new Set(pieces))
    notify(ctx, bucket.name, 'ObjectCreated:CompleteMultipartUpload', object)
    return answer(ctx, bucket, object)
  },
})

const answer = (ctx: Context, { name }: Bucket, object: StoredObject) => ({
  Location: `${ctx.settings.endpoint}/${name}/${encodeURIComponent(object.key)}`,
  Bucket: name,
  Key: object.key,
  ETag: `"${object.etag}"`,
  ...checksumMembers(object.checksum),
  ...encryptionOf(object),
  VersionId: object.versionId,
  Expiration: expirationMember(ctx, name, object),
})

/** What the same completion made already: a client that missed the answer asks again, and gets it as long as the object is there. */
function completedBefore(ctx: Context, { name }: Bucket, input: CompleteMultipartUploadCommandInput): StoredObject | undefined {
  const { Key: key = '', UploadId: id = '', MultipartUpload: named } = input
  const object = versionsOf(ctx, name, key).find((version): version is StoredObject => !isMarker(version) && version.uploadId === id)
  if (!object) return undefined
  const etag = multipartEtag((named?.Parts ?? []).map(({ ETag = '' }) => ({ etag: ETag.replaceAll('"', '') })))
  return etag === object.etag ? object : undefined
}
