import type { GetBucketVersioningCommandInput, GetBucketVersioningCommandOutput } from '@aws-sdk/client-s3'
import { operation } from '../../../kernel/operation.ts'
import { bucketArn, requireBucket } from '../access.ts'

/** Empty: versioning was never switched on. */
export const GetBucketVersioning = operation<GetBucketVersioningCommandInput, GetBucketVersioningCommandOutput>({
  action: 's3:GetBucketVersioning',
  resource: bucketArn,
  handle(input, ctx) {
    requireBucket(ctx, input)
    return {}
  },
})
