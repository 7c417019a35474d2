import type { PutBucketLoggingCommandInput, PutBucketLoggingCommandOutput } from '@aws-sdk/client-s3'
import { operation } from '../../../kernel/operation.ts'
import { bucketArn, requireBucket } from '../access.ts'
import * as errors from '../errors.ts'
import { anyBucket, configure } from '../state.ts'

export const PutBucketLogging = operation<PutBucketLoggingCommandInput, PutBucketLoggingCommandOutput>({
  action: 's3:PutBucketLogging',
  resource: bucketArn,
  storedOnly: true,
  handle(input, ctx) {
    const bucket = requireBucket(ctx, input)
    const logging = input.BucketLoggingStatus?.LoggingEnabled
    if (!input.BucketLoggingStatus) throw errors.malformedXml()
    if (logging) {
      const { TargetBucket: name = '', TargetPrefix: prefix } = logging
      if (prefix === undefined) throw errors.malformedXml()
      const target = anyBucket(ctx, name)
      if (target?.account !== bucket.account) throw errors.invalidLoggingTarget(name)
      if (target.region !== bucket.region) throw errors.loggingElsewhere(bucket.region, target.region)
    }
    configure(ctx, bucket, 'logging', logging)
    return {}
  },
})
