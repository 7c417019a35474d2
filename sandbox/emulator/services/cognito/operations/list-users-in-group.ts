import type {
  ListUsersInGroupCommandInput, ListUsersInGroupCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider'
import { operation } from '../../../kernel/operation.ts'
import { requireGroup } from '../issuer/groups.ts'
import { poolArn } from '../issuer/issuer.ts'
import { page } from '../issuer/paging.ts'
import { describeUser } from '../issuer/users.ts'
import { GROUP_NAME, PAGE, USER_POOL_ID } from '../limits.ts'
import { findPool, usersOf } from '../state.ts'

export const ListUsersInGroup = operation<ListUsersInGroupCommandInput, ListUsersInGroupCommandOutput>({
  action: 'cognito-idp:ListUsersInGroup',
  resource: (input, ctx) => poolArn(ctx, input.UserPoolId!),
  limits: { UserPoolId: USER_POOL_ID, GroupName: GROUP_NAME, Limit: PAGE },
  handle(input, ctx) {
    const pool = findPool(ctx, input.UserPoolId!)
    const { name } = requireGroup(ctx, pool, input.GroupName!)
    const members = [...usersOf(ctx, pool).values()].filter((user) => user.groups.includes(name))
    const { items, next } = page(members, input.Limit || 60, input.NextToken)
    return { Users: items.map(describeUser), ...(next ? { NextToken: next } : {}) }
  },
})
