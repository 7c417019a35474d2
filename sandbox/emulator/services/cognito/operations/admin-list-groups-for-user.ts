import type {
  AdminListGroupsForUserCommandInput, AdminListGroupsForUserCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider'
import { operation } from '../../../kernel/operation.ts'
import { describeGroup, requireGroup } from '../issuer/groups.ts'
import { poolArn } from '../issuer/issuer.ts'
import { page } from '../issuer/paging.ts'
import { requireUser } from '../issuer/users.ts'
import { PAGE, USERNAME, USER_POOL_ID } from '../limits.ts'
import { findPool } from '../state.ts'

export const AdminListGroupsForUser = operation<AdminListGroupsForUserCommandInput, AdminListGroupsForUserCommandOutput>({
  action: 'cognito-idp:AdminListGroupsForUser',
  resource: (input, ctx) => poolArn(ctx, input.UserPoolId!),
  limits: { UserPoolId: USER_POOL_ID, Username: USERNAME, Limit: PAGE },
  handle(input, ctx) {
    const pool = findPool(ctx, input.UserPoolId!)
    const user = requireUser(ctx, pool, input.Username!)
    const { items, next } = page(user.groups, input.Limit || 60, input.NextToken)
    const Groups = items.map((name) => describeGroup(pool, requireGroup(ctx, pool, name)))
    return { Groups, ...(next ? { NextToken: next } : {}) }
  },
})
