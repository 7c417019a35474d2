import type {
  GetBucketAnalyticsConfigurationCommandInput,
  GetBucketAnalyticsConfigurationCommandOutput,
} from '@aws-sdk/client-s3'
import { operation } from '../../../kernel/operation.ts'
import { bucketArn, requireBucket } from '../access.ts'
import { getById } from '../configurations.ts'

export const GetBucketAnalyticsConfiguration = operation<
  GetBucketAnalyticsConfigurationCommandInput,
  GetBucketAnalyticsConfigurationCommandOutput
>({
  action: 's3:GetAnalyticsConfiguration',
  resource: bucketArn,
  storedOnly: true,
  handle(input, ctx) {
    return { AnalyticsConfiguration: getById(requireBucket(ctx, input), 'analytics', input.Id ?? '') }
  },
})
