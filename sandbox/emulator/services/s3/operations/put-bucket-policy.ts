import type { PutBucketPolicyCommandInput, PutBucketPolicyCommandOutput } from '@aws-sdk/client-s3'
import { AwsError } from '../../../kernel/errors.ts'
import { operation } from '../../../kernel/operation.ts'
import { bucketArn, requireBucket } from '../access.ts'
import { configure } from '../state.ts'

function isJsonObject(text: string): boolean {
  try {
    return text.startsWith('{') && typeof JSON.parse(text) === 'object'
  } catch {
    return false
  }
}

export const PutBucketPolicy = operation<PutBucketPolicyCommandInput, PutBucketPolicyCommandOutput>({
  action: 's3:PutBucketPolicy',
  resource: bucketArn,
  handle(input, ctx) {
    const policy = input.Policy ?? ''
    if (!isJsonObject(policy))
      throw new AwsError('MalformedPolicy', 'Policies must be valid JSON and the first byte must be \'{\'')
    configure(ctx, requireBucket(ctx, input), 'policy', policy)
    return {}
  },
})
