import type { DeleteBucketEncryptionCommandInput, DeleteBucketEncryptionCommandOutput } from '@aws-sdk/client-s3'
import { operation } from '../../../kernel/operation.ts'
import { bucketArn, requireBucket } from '../access.ts'
import { configure } from '../state.ts'

export const DeleteBucketEncryption = operation<DeleteBucketEncryptionCommandInput, DeleteBucketEncryptionCommandOutput>({
  action: 's3:PutEncryptionConfiguration',
  resource: bucketArn,
  handle(input, ctx) {
    configure(ctx, requireBucket(ctx, input), 'encryption', undefined)
    return {}
  },
})
