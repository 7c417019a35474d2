import type { DeleteBucketPolicyCommandInput, DeleteBucketPolicyCommandOutput } from '@aws-sdk/client-s3'
import { operation } from '../../../kernel/operation.ts'
import { bucketArn, requireBucket } from '../access.ts'
import { configure } from '../state.ts'

export const DeleteBucketPolicy = operation<DeleteBucketPolicyCommandInput, DeleteBucketPolicyCommandOutput>({
  action: 's3:DeleteBucketPolicy',
  resource: bucketArn,
  handle(input, ctx) {
    configure(ctx, requireBucket(ctx, input), 'policy', undefined)
    return {}
  },
})
