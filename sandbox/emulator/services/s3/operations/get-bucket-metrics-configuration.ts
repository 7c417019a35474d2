import type { GetBucketMetricsConfigurationCommandInput, GetBucketMetricsConfigurationCommandOutput } from '@aws-sdk/client-s3'
import { operation } from '../../../kernel/operation.ts'
import { bucketArn, requireBucket } from '../access.ts'
import { getById } from '../configurations.ts'

export const GetBucketMetricsConfiguration = operation<
  GetBucketMetricsConfigurationCommandInput,
  GetBucketMetricsConfigurationCommandOutput
>({
  action: 's3:GetMetricsConfiguration',
  resource: bucketArn,
  storedOnly: true,
  handle(input, ctx) {
    return { MetricsConfiguration: getById(requireBucket(ctx, input), 'metrics', input.Id ?? '') }
  },
})
