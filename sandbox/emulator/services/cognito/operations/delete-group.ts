import type { DeleteGroupCommandInput, DeleteGroupCommandOutput } from '@aws-sdk/client-cognito-identity-provider'
import { operation } from '../../../kernel/operation.ts'
import { requireGroup } from '../issuer/groups.ts'
import { poolArn } from '../issuer/issuer.ts'
import { updateUser } from '../issuer/users.ts'
import { GROUP_NAME, USER_POOL_ID } from '../limits.ts'
import { findPool, removeGroup, usersOf } from '../state.ts'

export const DeleteGroup = operation<DeleteGroupCommandInput, DeleteGroupCommandOutput>({
  action: 'cognito-idp:DeleteGroup',
  resource: (input, ctx) => poolArn(ctx, input.UserPoolId!),
  limits: { UserPoolId: USER_POOL_ID, GroupName: GROUP_NAME },
  handle(input, ctx) {
    const pool = findPool(ctx, input.UserPoolId!)
    const { name } = requireGroup(ctx, pool, input.GroupName!)
    for (const user of [...usersOf(ctx, pool).values()])
      if (user.groups.includes(name)) updateUser(ctx, pool, user, { groups: user.groups.filter((other) => other !== name) })
    removeGroup(ctx, pool, name)
    return {}
  },
})
