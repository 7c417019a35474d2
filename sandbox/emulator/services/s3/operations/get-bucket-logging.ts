import type { GetBucketLoggingCommandInput, GetBucketLoggingCommandOutput } from '@aws-sdk/client-s3'
import { operation } from '../../../kernel/operation.ts'
import { bucketArn, requireBucket } from '../access.ts'

/** Empty: access logging was never switched on. */
export const GetBucketLogging = operation<GetBucketLoggingCommandInput, GetBucketLoggingCommandOutput>({
  action: 's3:GetBucketLogging',
  resource: bucketArn,
  handle(input, ctx) {
    requireBucket(ctx, input)
    return {}
  },
})
