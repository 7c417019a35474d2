import type { DeletePublicAccessBlockCommandInput, DeletePublicAccessBlockCommandOutput } from '@aws-sdk/client-s3'
import { operation } from '../../../kernel/operation.ts'
import { bucketArn, requireBucket } from '../access.ts'
import { configure } from '../state.ts'

export const DeletePublicAccessBlock = operation<DeletePublicAccessBlockCommandInput, DeletePublicAccessBlockCommandOutput>({
  action: 's3:PutBucketPublicAccessBlock',
  resource: bucketArn,
  handle(input, ctx) {
    configure(ctx, requireBucket(ctx, input), 'publicAccessBlock', undefined)
    return {}
  },
})
