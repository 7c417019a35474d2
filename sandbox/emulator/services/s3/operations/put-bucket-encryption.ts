import type { PutBucketEncryptionCommandInput, PutBucketEncryptionCommandOutput } from '@aws-sdk/client-s3'
import { operation } from '../../../kernel/operation.ts'
import { bucketArn, requireBucket } from '../access.ts'
import { malformedXml } from '../errors.ts'
import { configure } from '../state.ts'

export const PutBucketEncryption = operation<PutBucketEncryptionCommandInput, PutBucketEncryptionCommandOutput>({
  action: 's3:PutEncryptionConfiguration',
  resource: bucketArn,
  handle(input, ctx) {
    const [rule, ...others] = input.ServerSideEncryptionConfiguration?.Rules ?? []
    if (!rule || others.length > 0) throw malformedXml()
    const encryption = { Rules: [{ ...rule, BucketKeyEnabled: rule.BucketKeyEnabled ?? false }] }
    configure(ctx, requireBucket(ctx, input), 'encryption', encryption)
    return {}
  },
})
