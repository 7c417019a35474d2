import type {
  GetBucketNotificationConfigurationCommandInput,
  GetBucketNotificationConfigurationCommandOutput,
} from '@aws-sdk/client-s3'
import { operation } from '../../../kernel/operation.ts'
import { bucketArn, requireBucket } from '../access.ts'

export const GetBucketNotificationConfiguration = operation<GetBucketNotificationConfigurationCommandInput, GetBucketNotificationConfigurationCommandOutput>({
  action: 's3:GetBucketNotification',
  resource: bucketArn,
  handle(input, ctx) {
    return requireBucket(ctx, input).configuration.notification ?? {}
  },
})
