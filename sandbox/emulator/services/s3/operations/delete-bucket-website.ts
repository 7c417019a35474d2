import type { DeleteBucketWebsiteCommandInput, DeleteBucketWebsiteCommandOutput } from '@aws-sdk/client-s3'
import { operation } from '../../../kernel/operation.ts'
import { bucketArn, requireBucket } from '../access.ts'
import { configure } from '../state.ts'

export const DeleteBucketWebsite = operation<DeleteBucketWebsiteCommandInput, DeleteBucketWebsiteCommandOutput>({
  action: 's3:DeleteBucketWebsite',
  resource: bucketArn,
  handle(input, ctx) {
    configure(ctx, requireBucket(ctx, input), 'website', undefined)
    return {}
  },
})
