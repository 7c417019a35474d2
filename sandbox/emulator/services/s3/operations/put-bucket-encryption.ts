import type { PutBucketEncryptionCommandInput, PutBucketEncryptionCommandOutput } from '@aws-sdk/client-s3'
import { operation } from '../../../kernel/operation.ts'
import { bucketArn, requireBucket } from '../access.ts'
import { DEFAULT_ENCRYPTION, encryptionRule } from '../objects/encryption.ts'
import { invalidArgument, malformedXml } from '../errors.ts'
import { configure } from '../state.ts'

const ALGORITHMS = ['AES256', 'aws:kms', 'aws:kms:dsse']

/** What is not said of blocked types stays as it was. */
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
    if (rule.BlockedEncryptionTypes?.EncryptionType?.some((type) => type !== 'NONE' && type !== 'SSE-C')) throw malformedXml()
    const bucket = requireBucket(ctx, input)
    const { BlockedEncryptionTypes } = encryptionRule(bucket)
    configure(ctx, bucket, 'encryption', { Rules: [{ ...DEFAULT_ENCRYPTION, BlockedEncryptionTypes, ...rule }] })
    return {}
  },
})
