import type {
  DeleteBucketIntelligentTieringConfigurationCommandInput,
  DeleteBucketIntelligentTieringConfigurationCommandOutput,
} from '@aws-sdk/client-s3'
import { operation } from '../../../kernel/operation.ts'
import { bucketArn, requireBucket } from '../access.ts'
import { deleteById } from '../configurations.ts'

export const DeleteBucketIntelligentTieringConfiguration = operation<
  DeleteBucketIntelligentTieringConfigurationCommandInput,
  DeleteBucketIntelligentTieringConfigurationCommandOutput
>({
  action: 's3:PutIntelligentTieringConfiguration',
  resource: bucketArn,
  storedOnly: true,
  handle(input, ctx) {
    deleteById(ctx, requireBucket(ctx, input), 'intelligentTiering', input.Id ?? '')
    return {}
  },
})
