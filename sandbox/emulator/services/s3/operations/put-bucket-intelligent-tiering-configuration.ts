import type {
  PutBucketIntelligentTieringConfigurationCommandInput,
  PutBucketIntelligentTieringConfigurationCommandOutput,
} from '@aws-sdk/client-s3'
import { operation } from '../../../kernel/operation.ts'
import { bucketArn, requireBucket } from '../access.ts'
import { putById } from '../configurations.ts'

export const PutBucketIntelligentTieringConfiguration = operation<
  PutBucketIntelligentTieringConfigurationCommandInput,
  PutBucketIntelligentTieringConfigurationCommandOutput
>({
  action: 's3:PutIntelligentTieringConfiguration',
  resource: bucketArn,
  storedOnly: true,
  handle(input, ctx) {
    putById(ctx, requireBucket(ctx, input), 'intelligentTiering', input.Id ?? '', input.IntelligentTieringConfiguration)
    return {}
  },
})
