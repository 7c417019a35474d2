import type {
  GetBucketAccelerateConfigurationCommandInput,
  GetBucketAccelerateConfigurationCommandOutput,
} from '@aws-sdk/client-s3'
import { operation } from '../../../kernel/operation.ts'
import { bucketArn, requireBucket } from '../access.ts'

export const GetBucketAccelerateConfiguration = operation<
  GetBucketAccelerateConfigurationCommandInput,
  GetBucketAccelerateConfigurationCommandOutput
>({
  action: 's3:GetAccelerateConfiguration',
  resource: bucketArn,
  storedOnly: true,
  handle(input, ctx) {
    return { Status: requireBucket(ctx, input).configuration.acceleration }
  },
})
