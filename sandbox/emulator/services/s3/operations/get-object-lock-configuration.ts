import type { GetObjectLockConfigurationCommandInput, GetObjectLockConfigurationCommandOutput } from '@aws-sdk/client-s3'
import { operation } from '../../../kernel/operation.ts'
import { bucketArn, requireBucket } from '../access.ts'
import { missingConfiguration } from '../errors.ts'

export const GetObjectLockConfiguration = operation<GetObjectLockConfigurationCommandInput, GetObjectLockConfigurationCommandOutput>({
  action: 's3:GetBucketObjectLockConfiguration',
  resource: bucketArn,
  handle(input, ctx) {
    const { objectLock } = requireBucket(ctx, input).configuration
    if (!objectLock) throw missingConfiguration(input.Bucket ?? '', 'ObjectLockConfigurationNotFoundError')
    return { ObjectLockConfiguration: objectLock }
  },
})
