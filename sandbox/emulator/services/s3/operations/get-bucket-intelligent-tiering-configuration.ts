import type {
  GetBucketIntelligentTieringConfigurationCommandInput,
  GetBucketIntelligentTieringConfigurationCommandOutput,
} from '@aws-sdk/client-s3'
import { operation } from '../../../kernel/operation.ts'
import { bucketArn, requireBucket } from '../access.ts'
import { getById } from '../configurations.ts'

export const GetBucketIntelligentTieringConfiguration = operation<
  GetBucketIntelligentTieringConfigurationCommandInput,
  GetBucketIntelligentTieringConfigurationCommandOutput
>({
  action: 's3:GetIntelligentTieringConfiguration',
  resource: bucketArn,
  storedOnly: true,
  handle(input, ctx) {
    return { IntelligentTieringConfiguration: getById(requireBucket(ctx, input), 'intelligentTiering', input.Id ?? '') }
  },
})
