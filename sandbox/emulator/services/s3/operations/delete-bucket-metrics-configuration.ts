import type {
  DeleteBucketMetricsConfigurationCommandInput,
  DeleteBucketMetricsConfigurationCommandOutput,
} from '@aws-sdk/client-s3'
import { operation } from '../../../kernel/operation.ts'
import { bucketArn, requireBucket } from '../access.ts'
import { deleteById } from '../configurations.ts'

export const DeleteBucketMetricsConfiguration = operation<
  DeleteBucketMetricsConfigurationCommandInput,
  DeleteBucketMetricsConfigurationCommandOutput
>({
  action: 's3:PutMetricsConfiguration',
  resource: bucketArn,
  storedOnly: true,
  handle(input, ctx) {
    deleteById(ctx, requireBucket(ctx, input), 'metrics', input.Id ?? '')
    return {}
  },
})
