import type { GetPublicAccessBlockCommandInput, GetPublicAccessBlockCommandOutput } from '@aws-sdk/client-s3'
import { operation } from '../../../kernel/operation.ts'
import { bucketArn, requireBucket } from '../access.ts'
import * as errors from '../errors.ts'

export const GetPublicAccessBlock = operation<GetPublicAccessBlockCommandInput, GetPublicAccessBlockCommandOutput>({
  action: 's3:GetBucketPublicAccessBlock',
  resource: bucketArn,
  handle(input, ctx) {
    const { publicAccessBlock } = requireBucket(ctx, input).configuration
    if (!publicAccessBlock) throw errors.missingConfiguration(input.Bucket ?? '', 'NoSuchPublicAccessBlockConfiguration')
    return { PublicAccessBlockConfiguration: publicAccessBlock }
  },
})
