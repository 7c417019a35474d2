import type { GetBucketAclCommandInput, GetBucketAclCommandOutput } from '@aws-sdk/client-s3'
import { operation } from '../../../kernel/operation.ts'
import { bucketArn, requireBucket } from '../access.ts'
import { ownerHasControl } from '../objects/owner.ts'

export const GetBucketAcl = operation<GetBucketAclCommandInput, GetBucketAclCommandOutput>({
  action: 's3:GetBucketAcl',
  resource: bucketArn,
  handle(input, ctx) {
    return ownerHasControl(requireBucket(ctx, input).account)
  },
})
