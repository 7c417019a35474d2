import type { GetBucketAclCommandInput, GetBucketAclCommandOutput } from '@aws-sdk/client-s3'
import { operation } from '../../../kernel/operation.ts'
import { bucketArn, requireBucket } from '../access.ts'
import { ownerGrant, ownershipOf } from '../objects/acl.ts'
import { ownerOf } from '../objects/owner.ts'

export const GetBucketAcl = operation<GetBucketAclCommandInput, GetBucketAclCommandOutput>({
  action: 's3:GetBucketAcl',
  resource: bucketArn,
  handle(input, ctx) {
    const bucket = requireBucket(ctx, input)
    // What was granted before ACLs were switched off is kept, and neither shown nor counted.
    const acl = ownershipOf(bucket) === 'BucketOwnerEnforced' ? undefined : bucket.configuration.acl
    return { Owner: ownerOf(bucket.account), Grants: [...(acl ?? ownerGrant(bucket.account))] }
  },
})
