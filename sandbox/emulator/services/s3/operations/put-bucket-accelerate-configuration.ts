import type {
  PutBucketAccelerateConfigurationCommandInput,
  PutBucketAccelerateConfigurationCommandOutput,
} from '@aws-sdk/client-s3'
import { operation } from '../../../kernel/operation.ts'
import { bucketArn, requireBucket } from '../access.ts'
import * as errors from '../errors.ts'
import { configure } from '../state.ts'

export const PutBucketAccelerateConfiguration = operation<
  PutBucketAccelerateConfigurationCommandInput,
  PutBucketAccelerateConfigurationCommandOutput
>({
  action: 's3:PutAccelerateConfiguration',
  resource: bucketArn,
  storedOnly: true,
  handle(input, ctx) {
    const bucket = requireBucket(ctx, input)
    if (bucket.name.includes('.'))
      throw errors.invalidRequest('S3 Transfer Acceleration is not supported for buckets with periods (.) in their names')
    const status = input.AccelerateConfiguration?.Status
    if (status !== 'Enabled' && status !== 'Suspended') throw errors.malformedXml()
    configure(ctx, bucket, 'acceleration', status)
    return {}
  },
})
