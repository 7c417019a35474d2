import type { AddUserToGroupCommandInput, AddUserToGroupCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { join } from '../members.ts'
import { findGroup, findUser, groupResource } from '../state.ts'

export const AddUserToGroup = operation<AddUserToGroupCommandInput, AddUserToGroupCommandOutput>({
  action: 'iam:AddUserToGroup',
  resource: groupResource,
  limits: { GroupName: { min: 1, max: 128 }, UserName: { min: 1, max: 128 } },
  handle(input, ctx) {
    const group = findGroup(ctx, input.GroupName!)
    join(ctx, findUser(ctx, input.UserName!), group)
    return {}
  },
})
