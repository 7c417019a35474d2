import type { GetBucketVersioningCommandInput, GetBucketVersioningCommandOutput } from '@aws-sdk/client-s3'
import { operation } from '../../../kernel/operation.ts'
import { bucketArn, requireBucket } from '../access.ts'

export const GetBucketVersioning = operation<GetBucketVersioningCommandInput, GetBucketVersioningCommandOutput>({
  action: 's3:GetBucketVersioning',
  resource: bucketArn,
  handle(input, ctx) {
    return { Status: requireBucket(ctx, input).configuration.versioning }
  },
})
