import type { GetBucketPolicyCommandInput, GetBucketPolicyCommandOutput } from '@aws-sdk/client-s3'
import { operation } from '../../../kernel/operation.ts'
import { bucketArn, requireBucket } from '../access.ts'
import * as errors from '../errors.ts'

export const GetBucketPolicy = operation<GetBucketPolicyCommandInput, GetBucketPolicyCommandOutput>({
  action: 's3:GetBucketPolicy',
  resource: bucketArn,
  handle(input, ctx) {
    const { policy } = requireBucket(ctx, input).configuration
    if (!policy) throw errors.missingConfiguration(input.Bucket ?? '', 'NoSuchBucketPolicy')
    return { Policy: policy }
  },
})
