import type { PutBucketTaggingCommandInput, PutBucketTaggingCommandOutput } from '@aws-sdk/client-s3'
import { operation } from '../../../kernel/operation.ts'
import { bucketArn, requireBucket } from '../access.ts'
import { readTagSet } from '../objects/tags.ts'
import { configure } from '../state.ts'

/** An empty set is none: it is not found afterwards. */
export const PutBucketTagging = operation<PutBucketTaggingCommandInput, PutBucketTaggingCommandOutput>({
  action: 's3:PutBucketTagging',
  resource: bucketArn,
  handle(input, ctx) {
    const tags = readTagSet(input.Tagging?.TagSet, 'bucket')
    configure(ctx, requireBucket(ctx, input), 'tags', Object.keys(tags).length > 0 ? tags : undefined)
    return {}
  },
})
