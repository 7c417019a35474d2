import type { GetBucketCorsCommandInput, GetBucketCorsCommandOutput } from '@aws-sdk/client-s3'
import { operation } from '../../../kernel/operation.ts'
import { bucketArn, requireBucket } from '../access.ts'
import * as errors from '../errors.ts'

export const GetBucketCors = operation<GetBucketCorsCommandInput, GetBucketCorsCommandOutput>({
  action: 's3:GetBucketCORS',
  resource: bucketArn,
  handle(input, ctx) {
    const { cors } = requireBucket(ctx, input).configuration
    if (!cors) throw errors.missingConfiguration(input.Bucket ?? '', 'NoSuchCORSConfiguration')
    return { CORSRules: [...cors] }
  },
})
