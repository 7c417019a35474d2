import type { DeleteBucketCommandInput, DeleteBucketCommandOutput } from '@aws-sdk/client-s3'
import { operation } from '../../../kernel/operation.ts'
import { bucketArn, requireBucket } from '../access.ts'
import { removeBucket } from '../state.ts'

export const DeleteBucket = operation<DeleteBucketCommandInput, DeleteBucketCommandOutput>({
  action: 's3:DeleteBucket',
  resource: bucketArn,
  handle(input, ctx) {
    removeBucket(ctx, requireBucket(ctx, input))
    return {}
  },
})
