import type { GetBucketRequestPaymentCommandInput, GetBucketRequestPaymentCommandOutput } from '@aws-sdk/client-s3'
import { operation } from '../../../kernel/operation.ts'
import { bucketArn, requireBucket } from '../access.ts'

export const GetBucketRequestPayment = operation<GetBucketRequestPaymentCommandInput, GetBucketRequestPaymentCommandOutput>({
  action: 's3:GetBucketRequestPayment',
  resource: bucketArn,
  storedOnly: true,
  handle(input, ctx) {
    return { Payer: requireBucket(ctx, input).configuration.requestPayer ?? 'BucketOwner' }
  },
})
