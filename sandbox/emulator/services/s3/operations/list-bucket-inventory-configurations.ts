import type {
  ListBucketInventoryConfigurationsCommandInput,
  ListBucketInventoryConfigurationsCommandOutput,
} from '@aws-sdk/client-s3'
import { operation } from '../../../kernel/operation.ts'
import { bucketArn, requireBucket } from '../access.ts'
import { listById } from '../configurations.ts'

export const ListBucketInventoryConfigurations = operation<
  ListBucketInventoryConfigurationsCommandInput,
  ListBucketInventoryConfigurationsCommandOutput
>({
  action: 's3:GetInventoryConfiguration',
  resource: bucketArn,
  storedOnly: true,
  handle(input, ctx) {
    const { page, ...paging } = listById(requireBucket(ctx, input), 'inventory', input.ContinuationToken)
    return { InventoryConfigurationList: page, ...paging }
  },
})
