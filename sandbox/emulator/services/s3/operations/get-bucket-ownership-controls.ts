import type {
  GetBucketOwnershipControlsCommandInput,
  GetBucketOwnershipControlsCommandOutput,
} from '@aws-sdk/client-s3'
import { operation } from '../../../kernel/operation.ts'
import { bucketArn, requireBucket } from '../access.ts'
import * as errors from '../errors.ts'

export const GetBucketOwnershipControls = operation<GetBucketOwnershipControlsCommandInput, GetBucketOwnershipControlsCommandOutput>({
  action: 's3:GetBucketOwnershipControls',
  resource: bucketArn,
  handle(input, ctx) {
    const { ownership } = requireBucket(ctx, input).configuration
    if (!ownership) throw errors.missingConfiguration(input.Bucket ?? '', 'OwnershipControlsNotFoundError')
    return { OwnershipControls: ownership }
  },
})
