import type { GetBucketReplicationCommandInput, GetBucketReplicationCommandOutput } from '@aws-sdk/client-s3'
import { operation } from '../../../kernel/operation.ts'
import { bucketArn, requireBucket } from '../access.ts'
import { missingConfiguration } from '../errors.ts'

export const GetBucketReplication = operation<GetBucketReplicationCommandInput, GetBucketReplicationCommandOutput>({
  action: 's3:GetReplicationConfiguration',
  resource: bucketArn,
  handle(input, ctx) {
    requireBucket(ctx, input)
    throw missingConfiguration(input.Bucket ?? '', 'ReplicationConfigurationNotFoundError')
  },
})
