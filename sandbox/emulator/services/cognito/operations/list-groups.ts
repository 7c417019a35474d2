import type { ListGroupsCommandInput, ListGroupsCommandOutput } from '@aws-sdk/client-cognito-identity-provider'
import { operation } from '../../../kernel/operation.ts'
import { describeGroup } from '../issuer/groups.ts'
import { poolArn } from '../issuer/issuer.ts'
import { page } from '../issuer/paging.ts'
import { PAGE, USER_POOL_ID } from '../limits.ts'
import { findPool, groupsOf } from '../state.ts'

export const ListGroups = operation<ListGroupsCommandInput, ListGroupsCommandOutput>({
  action: 'cognito-idp:ListGroups',
  resource: (input, ctx) => poolArn(ctx, input.UserPoolId!),
  limits: { UserPoolId: USER_POOL_ID, Limit: PAGE },
  handle(input, ctx) {
    const pool = findPool(ctx, input.UserPoolId!)
    const { items, next } = page([...groupsOf(ctx, pool).values()], input.Limit || 60, input.NextToken)
    return { Groups: items.map((group) => describeGroup(pool, group)), ...(next ? { NextToken: next } : {}) }
  },
})
