import type { PutBucketMetricsConfigurationCommandInput, PutBucketMetricsConfigurationCommandOutput } from '@aws-sdk/client-s3'
import { operation } from '../../../kernel/operation.ts'
import { bucketArn, requireBucket } from '../access.ts'
import { putById } from '../configurations.ts'

export const PutBucketMetricsConfiguration = operation<
  PutBucketMetricsConfigurationCommandInput,
  PutBucketMetricsConfigurationCommandOutput
>({
  action: 's3:PutMetricsConfiguration',
  resource: bucketArn,
  storedOnly: true,
  handle(input, ctx) {
    putById(ctx, requireBucket(ctx, input), 'metrics', input.Id ?? '', input.MetricsConfiguration)
    return {}
  },
})
