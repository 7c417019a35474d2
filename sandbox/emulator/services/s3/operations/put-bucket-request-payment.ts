import type { PutBucketRequestPaymentCommandInput, PutBucketRequestPaymentCommandOutput } from '@aws-sdk/client-s3'
import { operation } from '../../../kernel/operation.ts'
import { bucketArn, requireBucket } from '../access.ts'
import { malformedXml } from '../errors.ts'
import { configure } from '../state.ts'

export const PutBucketRequestPayment = operation<PutBucketRequestPaymentCommandInput, PutBucketRequestPaymentCommandOutput>({
  action: 's3:PutBucketRequestPayment',
  resource: bucketArn,
  storedOnly: true,
  handle(input, ctx) {
    const bucket = requireBucket(ctx, input)
    const payer = input.RequestPaymentConfiguration?.Payer
    if (payer !== 'Requester' && payer !== 'BucketOwner') throw malformedXml()
    configure(ctx, bucket, 'requestPayer', payer)
    return {}
  },
})
