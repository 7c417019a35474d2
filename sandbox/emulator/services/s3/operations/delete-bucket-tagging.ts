import type { DeleteBucketTaggingCommandInput, DeleteBucketTaggingCommandOutput } from '@aws-sdk/client-s3'
import { operation } from '../../../kernel/operation.ts'
import { bucketArn, requireBucket } from '../access.ts'
import { configure } from '../state.ts'

export const DeleteBucketTagging = operation<DeleteBucketTaggingCommandInput, DeleteBucketTaggingCommandOutput>({
  action: 's3:PutBucketTagging',
  resource: bucketArn,
  handle(input, ctx) {
    configure(ctx, requireBucket(ctx, input), 'tags', undefined)
    return {}
  },
})
