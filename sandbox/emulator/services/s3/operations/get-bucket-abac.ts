import type { GetBucketAbacCommandInput, GetBucketAbacCommandOutput } from '@aws-sdk/client-s3'
import { operation } from '../../../kernel/operation.ts'
import { bucketArn, requireBucket } from '../access.ts'

export const GetBucketAbac = operation<GetBucketAbacCommandInput, GetBucketAbacCommandOutput>({
  action: 's3:GetBucketABAC',
  resource: bucketArn,
  storedOnly: true,
  handle(input, ctx) {
    return { AbacStatus: { Status: requireBucket(ctx, input).configuration.abac ?? 'Disabled' } }
  },
})
