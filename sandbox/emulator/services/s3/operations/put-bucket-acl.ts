import type { PutBucketAclCommandInput, PutBucketAclCommandOutput } from '@aws-sdk/client-s3'
import { operation } from '../../../kernel/operation.ts'
import { bucketArn, requireBucket } from '../access.ts'
import { checkAllowed, hasOthers, readWholeAcl } from '../objects/acl.ts'
import { configure } from '../state.ts'

export const PutBucketAcl = operation<PutBucketAclCommandInput, PutBucketAclCommandOutput>({
  action: 's3:PutBucketAcl',
  resource: bucketArn,
  handle(input, ctx) {
    const bucket = requireBucket(ctx, input)
    const acl = readWholeAcl(bucket.account, input, 'bucket')
    // As a document the owner's own rights may be put even where ACLs are off; as a canned ACL (`private`) they may not.
    if (!input.AccessControlPolicy || hasOthers(bucket, acl)) checkAllowed(bucket, acl)
    configure(ctx, bucket, 'acl', acl)
    return {}
  },
})
