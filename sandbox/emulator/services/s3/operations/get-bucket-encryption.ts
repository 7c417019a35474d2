import type { GetBucketEncryptionCommandInput, GetBucketEncryptionCommandOutput } from '@aws-sdk/client-s3'
import { operation } from '../../../kernel/operation.ts'
import { bucketArn, requireBucket } from '../access.ts'
import { encryptionRule } from '../objects/encryption.ts'

export const GetBucketEncryption = operation<GetBucketEncryptionCommandInput, GetBucketEncryptionCommandOutput>({
  action: 's3:GetEncryptionConfiguration',
  resource: bucketArn,
  handle(input, ctx) {
    return { ServerSideEncryptionConfiguration: { Rules: [encryptionRule(requireBucket(ctx, input))] } }
  },
})
