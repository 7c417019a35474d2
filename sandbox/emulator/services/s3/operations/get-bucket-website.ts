import type { GetBucketWebsiteCommandInput, GetBucketWebsiteCommandOutput } from '@aws-sdk/client-s3'
import { operation } from '../../../kernel/operation.ts'
import { bucketArn, requireBucket } from '../access.ts'
import { missingConfiguration } from '../errors.ts'

export const GetBucketWebsite = operation<GetBucketWebsiteCommandInput, GetBucketWebsiteCommandOutput>({
  action: 's3:GetBucketWebsite',
  resource: bucketArn,
  handle(input, ctx) {
    const { website } = requireBucket(ctx, input).configuration
    if (!website) throw missingConfiguration(input.Bucket ?? '', 'NoSuchWebsiteConfiguration')
    return website
  },
})
