import type { AbortMultipartUploadCommandInput, AbortMultipartUploadCommandOutput } from '@aws-sdk/client-s3'
import { operation } from '../../../kernel/operation.ts'
import { objectArn, requireBucket } from '../access.ts'
import { findUpload, removeUpload } from '../state.ts'

export const AbortMultipartUpload = operation<AbortMultipartUploadCommandInput, AbortMultipartUploadCommandOutput>({
  action: 's3:AbortMultipartUpload',
  resource: objectArn,
  handle(input, ctx) {
    const bucket = requireBucket(ctx, input)
    removeUpload(ctx, bucket.name, findUpload(ctx, bucket.name, input.Key ?? '', input.UploadId ?? '').id)
    return {}
  },
})
