import type { PutBucketWebsiteCommandInput, PutBucketWebsiteCommandOutput } from '@aws-sdk/client-s3'
import { operation } from '../../../kernel/operation.ts'
import { bucketArn, requireBucket } from '../access.ts'
import { checkWebsite } from '../website.ts'
import { configure } from '../state.ts'

export const PutBucketWebsite = operation<PutBucketWebsiteCommandInput, PutBucketWebsiteCommandOutput>({
  action: 's3:PutBucketWebsite',
  resource: bucketArn,
  handle(input, ctx) {
    const bucket = requireBucket(ctx, input)
    configure(ctx, bucket, 'website', checkWebsite(input.WebsiteConfiguration))
    return {}
  },
})
