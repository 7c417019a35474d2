import type { GetGroupCommandInput, GetGroupCommandOutput } from '@aws-sdk/client-cognito-identity-provider'
import { operation } from '../../../kernel/operation.ts'
import { describeGroup, requireGroup } from '../issuer/groups.ts'
import { poolArn } from '../issuer/issuer.ts'
import { GROUP_NAME, USER_POOL_ID } from '../limits.ts'
import { findPool } from '../state.ts'

export const GetGroup = operation<GetGroupCommandInput, GetGroupCommandOutput>({
  action: 'cognito-idp:GetGroup',
  resource: (input, ctx) => poolArn(ctx, input.UserPoolId!),
  limits: { UserPoolId: USER_POOL_ID, GroupName: GROUP_NAME },
  handle(input, ctx) {
    const pool = findPool(ctx, input.UserPoolId!)
    return { Group: describeGroup(pool, requireGroup(ctx, pool, input.GroupName!)) }
  },
})
