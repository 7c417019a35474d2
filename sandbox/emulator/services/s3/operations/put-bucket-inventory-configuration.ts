import type {
  PutBucketInventoryConfigurationCommandInput,
  PutBucketInventoryConfigurationCommandOutput,
} from '@aws-sdk/client-s3'
import { operation } from '../../../kernel/operation.ts'
import { bucketArn, requireBucket } from '../access.ts'
import { putById } from '../configurations.ts'

export const PutBucketInventoryConfiguration = operation<
  PutBucketInventoryConfigurationCommandInput,
  PutBucketInventoryConfigurationCommandOutput
>({
  action: 's3:PutInventoryConfiguration',
  resource: bucketArn,
  storedOnly: true,
  handle(input, ctx) {
    putById(ctx, requireBucket(ctx, input), 'inventory', input.Id ?? '', input.InventoryConfiguration)
    return {}
  },
})
