import type { CreateMultipartUploadCommandInput, CreateMultipartUploadCommandOutput } from '@aws-sdk/client-s3'
import { operation } from '../../../kernel/operation.ts'
import { newKey, objectArn, requireBucket } from '../access.ts'
import { unsupportedChecksum } from '../errors.ts'
import { abortionOf } from '../lifecycle.ts'
import { toWrite } from '../needs.ts'
import { DEFAULT_ALGORITHM, isAlgorithm, typeFor } from '../objects/checksums.ts'
import { encryptionOf } from '../objects/present.ts'
import { readSettings } from '../objects/settings.ts'
import { putUpload, wholeSecond } from '../state.ts'

export const CreateMultipartUpload = operation<CreateMultipartUploadCommandInput, CreateMultipartUploadCommandOutput>({
  action: 's3:PutObject',
  resource: objectArn,
  needs: toWrite,
  handle(input, ctx) {
    const bucket = requireBucket(ctx, input)
    const key = newKey(input.Key)
    const settings = readSettings(ctx, bucket, input)
    const algorithm = input.ChecksumAlgorithm ?? DEFAULT_ALGORITHM
    if (!isAlgorithm(algorithm)) throw unsupportedChecksum()
    const type = typeFor(algorithm, input.ChecksumType)
    const checksumAsked = input.ChecksumAlgorithm !== undefined
    const id = ctx.ids.bytes(60).toString('base64url')
    const initiatedAt = wholeSecond(ctx.now)
    putUpload(ctx, bucket.name, { id, key, initiatedAt, settings, checksum: { algorithm, type }, checksumAsked })
    return {
      Bucket: bucket.name,
      Key: key,
      UploadId: id,
      ...encryptionOf({ settings }),
      ...abortionOf(bucket, { key, initiatedAt }),
      ...(checksumAsked ? { ChecksumAlgorithm: algorithm, ChecksumType: type } : {}),
    }
  },
})
