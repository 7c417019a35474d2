import type { GetBucketPolicyStatusCommandInput, GetBucketPolicyStatusCommandOutput } from '@aws-sdk/client-s3'
import { operation } from '../../../kernel/operation.ts'
import { bucketArn, requireBucket } from '../access.ts'
import { missingConfiguration } from '../errors.ts'
import { isPublicPolicy } from '../policy.ts'

export const GetBucketPolicyStatus = operation<GetBucketPolicyStatusCommandInput, GetBucketPolicyStatusCommandOutput>({
  action: 's3:GetBucketPolicyStatus',
  resource: bucketArn,
  handle(input, ctx) {
    const { policy } = requireBucket(ctx, input).configuration
    if (policy === undefined) throw missingConfiguration(input.Bucket ?? '', 'NoSuchBucketPolicy')
    return { PolicyStatus: { IsPublic: isPublicPolicy(policy) } }
  },
})
