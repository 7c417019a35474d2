import type { PutBucketEncryptionCommandInput, PutBucketEncryptionCommandOutput } from '@aws-sdk/client-s3'
import { operation } from '../../../kernel/operation.ts'
import { bucketArn, requireBucket } from '../access.ts'
import { invalidArgument, malformedXml } from '../errors.ts'
import { configure } from '../state.ts'

const ALGORITHMS = ['AES256', 'aws:kms', 'aws:kms:dsse']

export const PutBucketEncryption = operation<PutBucketEncryptionCommandInput, PutBucketEncryptionCommandOutput>({
  action: 's3:PutEncryptionConfiguration',
  resource: bucketArn,
  handle(input, ctx) {
    const [rule, ...others] = input.ServerSideEncryptionConfiguration?.Rules ?? []
    if (!rule || others.length > 0) throw malformedXml()
    const { SSEAlgorithm: algorithm, KMSMasterKeyID: key } = rule.ApplyServerSideEncryptionByDefault ?? {}
    if (rule.ApplyServerSideEncryptionByDefault && !ALGORITHMS.includes(algorithm ?? '')) throw malformedXml()
    if (key !== undefined && algorithm === 'AES256')
      throw invalidArgument(
        'a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms or aws:kms:dsse',
        'ApplyServerSideEncryptionByDefault',
      )
    const encryption = { Rules: [{ ...rule, BucketKeyEnabled: rule.BucketKeyEnabled ?? false }] }
    configure(ctx, requireBucket(ctx, input), 'encryption', encryption)
    return {}
  },
})
