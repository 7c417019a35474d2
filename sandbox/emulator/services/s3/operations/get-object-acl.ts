import type { GetObjectAclCommandInput, GetObjectAclCommandOutput } from '@aws-sdk/client-s3'
import { operation } from '../../../kernel/operation.ts'
import { objectArn, requireObject } from '../access.ts'
import { ownerHasControl } from '../objects/owner.ts'

export const GetObjectAcl = operation<GetObjectAclCommandInput, GetObjectAclCommandOutput>({
  action: 's3:GetObjectAcl',
  resource: objectArn,
  handle(input, ctx) {
    requireObject(ctx, input)
    return ownerHasControl(ctx.account)
  },
})
