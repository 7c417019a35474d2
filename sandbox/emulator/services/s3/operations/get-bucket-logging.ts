import type { GetBucketLoggingCommandInput, GetBucketLoggingCommandOutput } from '@aws-sdk/client-s3'
import { operation } from '../../../kernel/operation.ts'
import { bucketArn, requireBucket } from '../access.ts'

export const GetBucketLogging = operation<GetBucketLoggingCommandInput, GetBucketLoggingCommandOutput>({
  action: 's3:GetBucketLogging',
  resource: bucketArn,
  storedOnly: true,
  handle(input, ctx) {
    return { LoggingEnabled: requireBucket(ctx, input).configuration.logging }
  },
})
