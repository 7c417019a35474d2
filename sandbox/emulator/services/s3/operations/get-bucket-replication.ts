import type { GetBucketReplicationCommandInput, GetBucketReplicationCommandOutput } from '@aws-sdk/client-s3'
import { operation } from '../../../kernel/operation.ts'
import { bucketArn, requireBucket } from '../access.ts'
import { missingConfiguration } from '../errors.ts'

export const GetBucketReplication = operation<GetBucketReplicationCommandInput, GetBucketReplicationCommandOutput>({
  action: 's3:GetReplicationConfiguration',
  resource: bucketArn,
  storedOnly: true,
  handle(input, ctx) {
    const { replication } = requireBucket(ctx, input).configuration
    if (!replication) throw missingConfiguration(input.Bucket ?? '', 'ReplicationConfigurationNotFoundError')
    return { ReplicationConfiguration: replication }
  },
})
