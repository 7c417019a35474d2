import type { DeleteBucketReplicationCommandInput, DeleteBucketReplicationCommandOutput } from '@aws-sdk/client-s3'
import { operation } from '../../../kernel/operation.ts'
import { bucketArn, requireBucket } from '../access.ts'
import { configure } from '../state.ts'

export const DeleteBucketReplication = operation<DeleteBucketReplicationCommandInput, DeleteBucketReplicationCommandOutput>({
  action: 's3:PutReplicationConfiguration',
  resource: bucketArn,
  storedOnly: true,
  handle(input, ctx) {
    configure(ctx, requireBucket(ctx, input), 'replication', undefined)
    return {}
  },
})
