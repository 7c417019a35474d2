import type { GetObjectAclCommandInput, GetObjectAclCommandOutput } from '@aws-sdk/client-s3'
import { operation } from '../../../kernel/operation.ts'
import { objectArn, requireBucket, requireObject } from '../access.ts'
import { ofVersion } from '../needs.ts'
import { ownerGrant, ownershipOf } from '../objects/acl.ts'
import { ownerOf } from '../objects/owner.ts'

export const GetObjectAcl = operation<GetObjectAclCommandInput, GetObjectAclCommandOutput>({
  action: 's3:GetObjectAcl',
  resource: objectArn,
  needs: ofVersion('GetObjectAcl'),
  handle(input, ctx) {
    const bucket = requireBucket(ctx, input)
    const { settings } = requireObject(ctx, input)
    const acl = ownershipOf(bucket) === 'BucketOwnerEnforced' ? undefined : settings.acl
    return { Owner: ownerOf(bucket.account), Grants: [...(acl ?? ownerGrant(bucket.account))] }
  },
})
