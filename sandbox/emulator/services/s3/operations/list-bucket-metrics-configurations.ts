import type {
  ListBucketMetricsConfigurationsCommandInput,
  ListBucketMetricsConfigurationsCommandOutput,
} from '@aws-sdk/client-s3'
import { operation } from '../../../kernel/operation.ts'
import { bucketArn, requireBucket } from '../access.ts'
import { listById } from '../configurations.ts'

export const ListBucketMetricsConfigurations = operation<
  ListBucketMetricsConfigurationsCommandInput,
  ListBucketMetricsConfigurationsCommandOutput
>({
  action: 's3:GetMetricsConfiguration',
  resource: bucketArn,
  storedOnly: true,
  handle(input, ctx) {
    const { page, ...paging } = listById(requireBucket(ctx, input), 'metrics', input.ContinuationToken)
    return { MetricsConfigurationList: page, ...paging }
  },
})
