import type {
  GetBucketLifecycleConfigurationCommandInput,
  GetBucketLifecycleConfigurationCommandOutput,
} from '@aws-sdk/client-s3'
import { operation } from '../../../kernel/operation.ts'
import { bucketArn, requireBucket } from '../access.ts'
import * as errors from '../errors.ts'

export const GetBucketLifecycleConfiguration = operation<GetBucketLifecycleConfigurationCommandInput, GetBucketLifecycleConfigurationCommandOutput>({
  action: 's3:GetLifecycleConfiguration',
  resource: bucketArn,
  handle(input, ctx) {
    const { lifecycle } = requireBucket(ctx, input).configuration
    if (!lifecycle) throw errors.missingConfiguration(input.Bucket ?? '', 'NoSuchLifecycleConfiguration')
    return { Rules: [...lifecycle.rules], TransitionDefaultMinimumObjectSize: lifecycle.minimumSize }
  },
})
