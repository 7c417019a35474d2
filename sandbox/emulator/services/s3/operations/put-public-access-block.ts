import type { PutPublicAccessBlockCommandInput, PutPublicAccessBlockCommandOutput } from '@aws-sdk/client-s3'
import { operation } from '../../../kernel/operation.ts'
import { bucketArn, requireBucket } from '../access.ts'
import { invalidRequest, malformedXml } from '../errors.ts'
import { configure } from '../state.ts'

export const PutPublicAccessBlock = operation<PutPublicAccessBlockCommandInput, PutPublicAccessBlockCommandOutput>({
  action: 's3:PutBucketPublicAccessBlock',
  resource: bucketArn,
  handle(input, ctx) {
    const given = input.PublicAccessBlockConfiguration
    if (!given) throw malformedXml()
    if (Object.keys(given).length === 0) throw invalidRequest('Must specify at least one configuration.')
    configure(ctx, requireBucket(ctx, input), 'publicAccessBlock', {
      BlockPublicAcls: given.BlockPublicAcls ?? false,
      IgnorePublicAcls: given.IgnorePublicAcls ?? false,
      BlockPublicPolicy: given.BlockPublicPolicy ?? false,
      RestrictPublicBuckets: given.RestrictPublicBuckets ?? false,
    })
    return {}
  },
})
