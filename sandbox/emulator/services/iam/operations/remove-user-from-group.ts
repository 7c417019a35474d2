import type { RemoveUserFromGroupCommandInput, RemoveUserFromGroupCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { leave } from '../members.ts'
import { findGroup, findUser, groupResource } from '../state.ts'

export const RemoveUserFromGroup = operation<RemoveUserFromGroupCommandInput, RemoveUserFromGroupCommandOutput>({
  action: 'iam:RemoveUserFromGroup',
  resource: groupResource,
  limits: { GroupName: { min: 1, max: 128 }, UserName: { min: 1, max: 128 } },
  handle(input, ctx) {
    const group = findGroup(ctx, input.GroupName!)
    leave(ctx, findUser(ctx, input.UserName!), group)
    return {}
  },
})
