import type {
  GetBucketEncryptionCommandInput,
  GetBucketEncryptionCommandOutput,
  ServerSideEncryptionConfiguration,
} from '@aws-sdk/client-s3'
import { operation } from '../../../kernel/operation.ts'
import { bucketArn, requireBucket } from '../access.ts'

/** Since 2023 S3 encrypts every object, with its own keys where nothing else was said. */
const BY_DEFAULT: ServerSideEncryptionConfiguration = {
  Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' }, BucketKeyEnabled: false }],
}

export const GetBucketEncryption = operation<GetBucketEncryptionCommandInput, GetBucketEncryptionCommandOutput>({
  action: 's3:GetEncryptionConfiguration',
  resource: bucketArn,
  handle(input, ctx) {
    const { encryption } = requireBucket(ctx, input).configuration
    return { ServerSideEncryptionConfiguration: encryption ?? BY_DEFAULT }
  },
})
