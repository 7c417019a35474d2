import type {
  PutBucketLifecycleConfigurationCommandInput,
  PutBucketLifecycleConfigurationCommandOutput,
} from '@aws-sdk/client-s3'
import { operation } from '../../../kernel/operation.ts'
import { bucketArn, requireBucket } from '../access.ts'
import * as errors from '../errors.ts'
import { configure } from '../state.ts'

export const PutBucketLifecycleConfiguration = operation<PutBucketLifecycleConfigurationCommandInput, PutBucketLifecycleConfigurationCommandOutput>({
  action: 's3:PutLifecycleConfiguration',
  resource: bucketArn,
  handle(input, ctx) {
    const bucket = requireBucket(ctx, input)
    const rules = input.LifecycleConfiguration?.Rules ?? []
    if (rules.length === 0 || rules.length > 1000) throw errors.malformedXml()
    const ids = rules.map(({ ID }) => ID).filter((id) => id !== undefined)
    if (new Set(ids).size < ids.length)
      throw errors.invalidArgument('Rule ID must be unique. Found same ID for more than one rule', 'ID', ids[0])
    const named = rules.map((rule) => ({ ...rule, ID: rule.ID ?? ctx.ids.uuid() }))
    const minimumSize = input.TransitionDefaultMinimumObjectSize ?? 'all_storage_classes_128K'
    configure(ctx, bucket, 'lifecycle', { rules: named, minimumSize })
    return { TransitionDefaultMinimumObjectSize: minimumSize }
  },
})
