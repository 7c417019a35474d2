import type { PutObjectLockConfigurationCommandInput, PutObjectLockConfigurationCommandOutput } from '@aws-sdk/client-s3'
import { operation } from '../../../kernel/operation.ts'
import { bucketArn, requireBucket } from '../access.ts'
import type { ObjectLockRule } from '@aws-sdk/client-s3'
import * as errors from '../errors.ts'
import { isMode } from '../objects/lock.ts'
import { configure } from '../state.ts'

export const PutObjectLockConfiguration = operation<PutObjectLockConfigurationCommandInput, PutObjectLockConfigurationCommandOutput>({
  action: 's3:PutBucketObjectLockConfiguration',
  resource: bucketArn,
  handle(input, ctx) {
    const bucket = requireBucket(ctx, input)
    const given = input.ObjectLockConfiguration
    if (given?.ObjectLockEnabled !== 'Enabled') throw errors.malformedXml()
    if (bucket.configuration.versioning !== 'Enabled')
      throw errors.invalidBucketState("Versioning must be 'Enabled' on the bucket to apply a Object Lock configuration")
    const rule = given.Rule && checkRule(given.Rule)
    configure(ctx, bucket, 'objectLock', { ObjectLockEnabled: 'Enabled', ...(rule ? { Rule: rule } : {}) })
    return {}
  },
})

const MOST = { Days: 36_500, Years: 100 }

/** A default retention has a mode, and either days or years. */
function checkRule(rule: ObjectLockRule): ObjectLockRule {
  const { Mode: mode, Days: days, Years: years } = rule.DefaultRetention ?? {}
  if (!isMode(mode) || (days === undefined) === (years === undefined)) throw errors.malformedXml()
  const unit = days === undefined ? 'Years' : 'Days'
  const period = days ?? years ?? 0
  if (period < 1) throw errors.invalidArgument('Default retention period must be a positive integer value.', unit)
  if (period > MOST[unit]) throw errors.invalidArgument('Default retention period too large.', unit)
  return rule
}
