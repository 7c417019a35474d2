import type { UpdateGroupCommandInput, UpdateGroupCommandOutput } from '@aws-sdk/client-cognito-identity-provider'
import { operation } from '../../../kernel/operation.ts'
import { describeGroup, requireGroup } from '../issuer/groups.ts'
import { poolArn } from '../issuer/issuer.ts'
import { GROUP_NAME, USER_POOL_ID } from '../limits.ts'
import { findPool, saveGroup } from '../state.ts'

export const UpdateGroup = operation<UpdateGroupCommandInput, UpdateGroupCommandOutput>({
  action: 'cognito-idp:UpdateGroup',
  resource: (input, ctx) => poolArn(ctx, input.UserPoolId!),
  limits: { UserPoolId: USER_POOL_ID, GroupName: GROUP_NAME },
  handle(input, ctx) {
    const pool = findPool(ctx, input.UserPoolId!)
    const group = saveGroup(ctx, pool, {
      ...requireGroup(ctx, pool, input.GroupName!),
      ...(input.Description === undefined ? {} : { description: input.Description }),
      ...(input.RoleArn === undefined ? {} : { roleArn: input.RoleArn }),
      ...(input.Precedence === undefined ? {} : { precedence: input.Precedence }),
      updatedAt: ctx.now,
    })
    return { Group: describeGroup(pool, group) }
  },
})
