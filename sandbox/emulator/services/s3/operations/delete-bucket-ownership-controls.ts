import type {
  DeleteBucketOwnershipControlsCommandInput,
  DeleteBucketOwnershipControlsCommandOutput,
} from '@aws-sdk/client-s3'
import { operation } from '../../../kernel/operation.ts'
import { bucketArn, requireBucket } from '../access.ts'
import { configure } from '../state.ts'

export const DeleteBucketOwnershipControls = operation<DeleteBucketOwnershipControlsCommandInput, DeleteBucketOwnershipControlsCommandOutput>({
  action: 's3:PutBucketOwnershipControls',
  resource: bucketArn,
  handle(input, ctx) {
    configure(ctx, requireBucket(ctx, input), 'ownership', undefined)
    return {}
  },
})
