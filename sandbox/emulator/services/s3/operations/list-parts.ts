import type { ListPartsCommandInput, ListPartsCommandOutput, StorageClass } from '@aws-sdk/client-s3'
import { operation } from '../../../kernel/operation.ts'
import { objectArn, requireBucket } from '../access.ts'
import { abortionOf } from '../lifecycle.ts'
import { checkUploadKey } from '../objects/customer-key.ts'
import { pageSize } from '../objects/listed.ts'
import { initiatorOf, ownerOf } from '../objects/owner.ts'
import { partChecksum } from '../objects/parts.ts'
import { findUpload, partsOf } from '../state.ts'

export const ListParts = operation<ListPartsCommandInput, ListPartsCommandOutput>({
  action: 's3:ListMultipartUploadParts',
  resource: objectArn,
  handle(input, ctx) {
    const bucket = requireBucket(ctx, input)
    const upload = findUpload(ctx, bucket.name, input.Key ?? '', input.UploadId ?? '')
    checkUploadKey(upload, input)
    const limit = pageSize(input.MaxParts, 'max-parts')
    const after = Number(input.PartNumberMarker ?? 0)
    const rest = partsOf(ctx, upload).filter(({ number }) => number > after)
    const page = rest.slice(0, limit)
    const { algorithm, type } = upload.checksum
    return {
      Bucket: bucket.name,
      Key: upload.key,
      UploadId: upload.id,
      PartNumberMarker: String(after),
      NextPartNumberMarker: String(page.at(-1)?.number ?? 0),
      MaxParts: limit,
      IsTruncated: page.length < rest.length,
      Parts: page.map((part) => ({
        PartNumber: part.number,
        LastModified: new Date(part.lastModified),
        ETag: `"${part.etag}"`,
        Size: part.size,
        ...(upload.checksumAsked ? partChecksum(part, algorithm) : {}),
      })),
      Initiator: initiatorOf(ctx.principal),
      Owner: ownerOf(bucket.account),
      ...abortionOf(bucket, upload),
      StorageClass: upload.settings.storageClass as StorageClass,
      ...(upload.checksumAsked ? { ChecksumAlgorithm: algorithm, ChecksumType: type } : {}),
    }
  },
})
