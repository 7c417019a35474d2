import type { DeleteBucketCorsCommandInput, DeleteBucketCorsCommandOutput } from '@aws-sdk/client-s3'
import { operation } from '../../../kernel/operation.ts'
import { bucketArn, requireBucket } from '../access.ts'
import { configure } from '../state.ts'

export const DeleteBucketCors = operation<DeleteBucketCorsCommandInput, DeleteBucketCorsCommandOutput>({
  action: 's3:PutBucketCORS',
  resource: bucketArn,
  handle(input, ctx) {
    configure(ctx, requireBucket(ctx, input), 'cors', undefined)
    return {}
  },
})
