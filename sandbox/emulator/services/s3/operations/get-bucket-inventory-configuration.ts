import type {
  GetBucketInventoryConfigurationCommandInput,
  GetBucketInventoryConfigurationCommandOutput,
} from '@aws-sdk/client-s3'
import { operation } from '../../../kernel/operation.ts'
import { bucketArn, requireBucket } from '../access.ts'
import { getById } from '../configurations.ts'

export const GetBucketInventoryConfiguration = operation<
  GetBucketInventoryConfigurationCommandInput,
  GetBucketInventoryConfigurationCommandOutput
>({
  action: 's3:GetInventoryConfiguration',
  resource: bucketArn,
  storedOnly: true,
  handle(input, ctx) {
    return { InventoryConfiguration: getById(requireBucket(ctx, input), 'inventory', input.Id ?? '') }
  },
})
