import type {
  ListBucketIntelligentTieringConfigurationsCommandInput,
  ListBucketIntelligentTieringConfigurationsCommandOutput,
} from '@aws-sdk/client-s3'
import { operation } from '../../../kernel/operation.ts'
import { bucketArn, requireBucket } from '../access.ts'
import { listById } from '../configurations.ts'

export const ListBucketIntelligentTieringConfigurations = operation<
  ListBucketIntelligentTieringConfigurationsCommandInput,
  ListBucketIntelligentTieringConfigurationsCommandOutput
>({
  action: 's3:GetIntelligentTieringConfiguration',
  resource: bucketArn,
  storedOnly: true,
  handle(input, ctx) {
    const { page, ...paging } = listById(requireBucket(ctx, input), 'intelligentTiering', input.ContinuationToken)
    return { IntelligentTieringConfigurationList: page, ...paging }
  },
})
