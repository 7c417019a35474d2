import type { PutBucketPolicyCommandInput, PutBucketPolicyCommandOutput } from '@aws-sdk/client-s3'
import { operation } from '../../../kernel/operation.ts'
import { bucketArn, requireBucket } from '../access.ts'
import { publicPolicyBlocked } from '../errors.ts'
import { checkPolicy, isPublicPolicy } from '../policy.ts'
import { configure } from '../state.ts'

export const PutBucketPolicy = operation<PutBucketPolicyCommandInput, PutBucketPolicyCommandOutput>({
  action: 's3:PutBucketPolicy',
  resource: bucketArn,
  handle(input, ctx) {
    const bucket = requireBucket(ctx, input)
    const policy = input.Policy ?? ''
    checkPolicy(policy)
    if (bucket.configuration.publicAccessBlock?.BlockPublicPolicy && isPublicPolicy(policy))
      throw publicPolicyBlocked(ctx.principal.arn, bucket.name)
    configure(ctx, bucket, 'policy', policy)
    return {}
  },
})
