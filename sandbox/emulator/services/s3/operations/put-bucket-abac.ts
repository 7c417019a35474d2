import type { PutBucketAbacCommandInput, PutBucketAbacCommandOutput } from '@aws-sdk/client-s3'
import { operation } from '../../../kernel/operation.ts'
import { bucketArn, requireBucket } from '../access.ts'
import { malformedXml } from '../errors.ts'
import { configure } from '../state.ts'

export const PutBucketAbac = operation<PutBucketAbacCommandInput, PutBucketAbacCommandOutput>({
  action: 's3:PutBucketABAC',
  resource: bucketArn,
  storedOnly: true,
  handle(input, ctx) {
    const bucket = requireBucket(ctx, input)
    const status = input.AbacStatus?.Status
    if (status !== 'Enabled' && status !== 'Disabled') throw malformedXml()
    configure(ctx, bucket, 'abac', status)
    return {}
  },
})
