import type { PutObjectAclCommandInput, PutObjectAclCommandOutput } from '@aws-sdk/client-s3'
import { operation } from '../../../kernel/operation.ts'
import { objectArn, requireBucket, requireObject } from '../access.ts'
import { ofVersion } from '../needs.ts'
import { notify } from '../notify.ts'
import { checkAllowed, hasOthers, readWholeAcl } from '../objects/acl.ts'
import { updateSettings } from '../state.ts'

export const PutObjectAcl = operation<PutObjectAclCommandInput, PutObjectAclCommandOutput>({
  action: 's3:PutObjectAcl',
  resource: objectArn,
  needs: ofVersion('PutObjectAcl'),
  handle(input, ctx) {
    const bucket = requireBucket(ctx, input)
    const object = requireObject(ctx, input, true)
    const acl = readWholeAcl(bucket.account, input, 'object')
    if (input.ACL !== 'bucket-owner-full-control' && (!input.AccessControlPolicy || hasOthers(bucket, acl))) checkAllowed(bucket, acl)
    updateSettings(ctx, bucket.name, object, { acl })
    notify(ctx, bucket.name, 'ObjectAcl:Put', object)
    return {}
  },
})
