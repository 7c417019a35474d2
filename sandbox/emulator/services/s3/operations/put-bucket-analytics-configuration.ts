import type {
  PutBucketAnalyticsConfigurationCommandInput,
  PutBucketAnalyticsConfigurationCommandOutput,
} from '@aws-sdk/client-s3'
import { operation } from '../../../kernel/operation.ts'
import { bucketArn, requireBucket } from '../access.ts'
import { putById } from '../configurations.ts'

export const PutBucketAnalyticsConfiguration = operation<
  PutBucketAnalyticsConfigurationCommandInput,
  PutBucketAnalyticsConfigurationCommandOutput
>({
  action: 's3:PutAnalyticsConfiguration',
  resource: bucketArn,
  storedOnly: true,
  handle(input, ctx) {
    putById(ctx, requireBucket(ctx, input), 'analytics', input.Id ?? '', input.AnalyticsConfiguration)
    return {}
  },
})
