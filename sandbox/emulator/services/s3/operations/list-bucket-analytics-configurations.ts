import type {
  ListBucketAnalyticsConfigurationsCommandInput,
  ListBucketAnalyticsConfigurationsCommandOutput,
} from '@aws-sdk/client-s3'
import { operation } from '../../../kernel/operation.ts'
import { bucketArn, requireBucket } from '../access.ts'
import { listById } from '../configurations.ts'

export const ListBucketAnalyticsConfigurations = operation<
  ListBucketAnalyticsConfigurationsCommandInput,
  ListBucketAnalyticsConfigurationsCommandOutput
>({
  action: 's3:GetAnalyticsConfiguration',
  resource: bucketArn,
  storedOnly: true,
  handle(input, ctx) {
    const { page, ...paging } = listById(requireBucket(ctx, input), 'analytics', input.ContinuationToken)
    return { AnalyticsConfigurationList: page, ...paging }
  },
})
