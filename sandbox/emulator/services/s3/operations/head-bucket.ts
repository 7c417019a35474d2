import type { HeadBucketCommandInput, HeadBucketCommandOutput } from '@aws-sdk/client-s3'
import { operation } from '../../../kernel/operation.ts'
import { bucketArn, requireBucket } from '../access.ts'

export const HeadBucket = operation<HeadBucketCommandInput, HeadBucketCommandOutput>({
  action: 's3:ListBucket',
  resource: bucketArn,
  handle(input, ctx) {
    const { region } = requireBucket(ctx, input)
    return { BucketRegion: region, BucketArn: bucketArn(input), AccessPointAlias: false }
  },
})
