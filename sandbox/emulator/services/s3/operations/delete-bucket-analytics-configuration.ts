import type {
  DeleteBucketAnalyticsConfigurationCommandInput,
  DeleteBucketAnalyticsConfigurationCommandOutput,
} from '@aws-sdk/client-s3'
import { operation } from '../../../kernel/operation.ts'
import { bucketArn, requireBucket } from '../access.ts'
import { deleteById } from '../configurations.ts'

export const DeleteBucketAnalyticsConfiguration = operation<
  DeleteBucketAnalyticsConfigurationCommandInput,
  DeleteBucketAnalyticsConfigurationCommandOutput
>({
  action: 's3:PutAnalyticsConfiguration',
  resource: bucketArn,
  storedOnly: true,
  handle(input, ctx) {
    deleteById(ctx, requireBucket(ctx, input), 'analytics', input.Id ?? '')
    return {}
  },
})
