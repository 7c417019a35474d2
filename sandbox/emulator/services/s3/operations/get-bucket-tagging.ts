import type { GetBucketTaggingCommandInput, GetBucketTaggingCommandOutput } from '@aws-sdk/client-s3'
import { operation } from '../../../kernel/operation.ts'
import { bucketArn, requireBucket } from '../access.ts'
import * as errors from '../errors.ts'
import { toTagSet } from '../objects/tags.ts'

export const GetBucketTagging = operation<GetBucketTaggingCommandInput, GetBucketTaggingCommandOutput>({
  action: 's3:GetBucketTagging',
  resource: bucketArn,
  handle(input, ctx) {
    const { tags } = requireBucket(ctx, input).configuration
    if (!tags) throw errors.missingConfiguration(input.Bucket ?? '', 'NoSuchTagSet')
    return { TagSet: toTagSet(tags) }
  },
})
