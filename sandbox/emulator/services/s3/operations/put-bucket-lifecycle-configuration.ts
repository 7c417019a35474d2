import type {
  PutBucketLifecycleConfigurationCommandInput,
  PutBucketLifecycleConfigurationCommandOutput,
} from '@aws-sdk/client-s3'
import { operation } from '../../../kernel/operation.ts'
import { bucketArn, requireBucket } from '../access.ts'
import { invalidRequest } from '../errors.ts'
import { checkRules } from '../lifecycle-rules.ts'
import { configure } from '../state.ts'

export const PutBucketLifecycleConfiguration = operation<PutBucketLifecycleConfigurationCommandInput, PutBucketLifecycleConfigurationCommandOutput>({
  action: 's3:PutLifecycleConfiguration',
  resource: bucketArn,
  handle(input, ctx) {
    const bucket = requireBucket(ctx, input)
    const rules = input.LifecycleConfiguration?.Rules ?? []
    checkRules(rules)
    const named = rules.map((rule) => ({ ...rule, ID: rule.ID ?? Buffer.from(ctx.ids.uuid()).toString('base64') }))
    const minimumSize = input.TransitionDefaultMinimumObjectSize ?? 'all_storage_classes_128K'
    if (minimumSize !== 'all_storage_classes_128K' && minimumSize !== 'varies_by_storage_class')
      throw invalidRequest(`Invalid TransitionDefaultMinimumObjectSize found: ${minimumSize as string}`)
    configure(ctx, bucket, 'lifecycle', { rules: named, minimumSize })
    return { TransitionDefaultMinimumObjectSize: minimumSize }
  },
})
