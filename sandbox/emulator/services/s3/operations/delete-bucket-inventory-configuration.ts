import type {
  DeleteBucketInventoryConfigurationCommandInput,
  DeleteBucketInventoryConfigurationCommandOutput,
} from '@aws-sdk/client-s3'
import { operation } from '../../../kernel/operation.ts'
import { bucketArn, requireBucket } from '../access.ts'
import { deleteById } from '../configurations.ts'

export const DeleteBucketInventoryConfiguration = operation<
  DeleteBucketInventoryConfigurationCommandInput,
  DeleteBucketInventoryConfigurationCommandOutput
>({
  action: 's3:PutInventoryConfiguration',
  resource: bucketArn,
  storedOnly: true,
  handle(input, ctx) {
    deleteById(ctx, requireBucket(ctx, input), 'inventory', input.Id ?? '')
    return {}
  },
})
