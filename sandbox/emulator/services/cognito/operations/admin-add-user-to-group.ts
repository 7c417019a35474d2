import type {
  AdminAddUserToGroupCommandInput, AdminAddUserToGroupCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider'
import { operation } from '../../../kernel/operation.ts'
import { requireGroup } from '../issuer/groups.ts'
import { poolArn } from '../issuer/issuer.ts'
import { requireUser, updateUser } from '../issuer/users.ts'
import { GROUP_NAME, USERNAME, USER_POOL_ID } from '../limits.ts'
import { findPool } from '../state.ts'

export const AdminAddUserToGroup = operation<AdminAddUserToGroupCommandInput, AdminAddUserToGroupCommandOutput>({
  action: 'cognito-idp:AdminAddUserToGroup',
  resource: (input, ctx) => poolArn(ctx, input.UserPoolId!),
  limits: { UserPoolId: USER_POOL_ID, Username: USERNAME, GroupName: GROUP_NAME },
  handle(input, ctx) {
    const pool = findPool(ctx, input.UserPoolId!)
    const user = requireUser(ctx, pool, input.Username!)
    const { name } = requireGroup(ctx, pool, input.GroupName!)
    if (!user.groups.includes(name)) updateUser(ctx, pool, user, { groups: [...user.groups, name] })
    return {}
  },
})
