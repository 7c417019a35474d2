import type { ListUsersCommandInput, ListUsersCommandOutput } from '@aws-sdk/client-cognito-identity-provider'
import { operation } from '../../../kernel/operation.ts'
import { invalidParameter } from '../errors.ts'
import { poolArn } from '../issuer/issuer.ts'
import { page } from '../issuer/paging.ts'
import { userFilter } from '../issuer/user-filter.ts'
import { describeUser } from '../issuer/users.ts'
import { PAGE, USER_POOL_ID } from '../limits.ts'
import { findPool, usersOf } from '../state.ts'

export const ListUsers = operation<ListUsersCommandInput, ListUsersCommandOutput>({
  action: 'cognito-idp:ListUsers',
  resource: (input, ctx) => poolArn(ctx, input.UserPoolId!),
  limits: { UserPoolId: USER_POOL_ID, Limit: PAGE, Filter: { max: 256 } },
  handle(input, ctx) {
    const pool = findPool(ctx, input.UserPoolId!)
    const known = new Set((pool.settings.SchemaAttributes ?? []).map(({ Name }) => Name))
    const wanted = input.AttributesToGet
    if (wanted?.some((name) => !known.has(name)))
      throw invalidParameter('One or more requested attributes do not exist.')
    const found = [...usersOf(ctx, pool).values()].filter(userFilter(pool, input.Filter))
    const { items, next } = page(found, input.Limit || 60, input.PaginationToken)
    const Users = items.map(describeUser).map((user) =>
      wanted ? { ...user, Attributes: user.Attributes!.filter(({ Name }) => wanted.includes(Name!)) } : user,
    )
    return { Users, ...(next ? { PaginationToken: next } : {}) }
  },
})
