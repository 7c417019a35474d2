import type { CreateGroupCommandInput, CreateGroupCommandOutput } from '@aws-sdk/client-cognito-identity-provider'
import { operation } from '../../../kernel/operation.ts'
import { groupExists } from '../errors.ts'
import { describeGroup } from '../issuer/groups.ts'
import { poolArn } from '../issuer/issuer.ts'
import { GROUP_NAME, USER_POOL_ID } from '../limits.ts'
import { findPool, groupsOf, saveGroup } from '../state.ts'

export const CreateGroup = operation<CreateGroupCommandInput, CreateGroupCommandOutput>({
  action: 'cognito-idp:CreateGroup',
  resource: (input, ctx) => poolArn(ctx, input.UserPoolId!),
  limits: { UserPoolId: USER_POOL_ID, GroupName: GROUP_NAME },
  handle(input, ctx) {
    const pool = findPool(ctx, input.UserPoolId!)
    const name = input.GroupName!
    if (groupsOf(ctx, pool).has(name)) throw groupExists('A group with the name already exists.')
    const group = saveGroup(ctx, pool, {
      name,
      ...(input.Description === undefined ? {} : { description: input.Description }),
      ...(input.RoleArn === undefined ? {} : { roleArn: input.RoleArn }),
      ...(input.Precedence === undefined ? {} : { precedence: input.Precedence }),
      createdAt: ctx.now,
      updatedAt: ctx.now,
    })
    return { Group: describeGroup(pool, group) }
  },
})
