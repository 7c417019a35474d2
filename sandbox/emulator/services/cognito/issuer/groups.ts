import type { GroupType } from '@aws-sdk/client-cognito-identity-provider'
import type { Context } from '../../../kernel/context.ts'
import { resourceNotFound } from '../errors.ts'
import { groupsOf, type Group, type Pool } from '../state.ts'

/** Throws ResourceNotFoundException. */
export function requireGroup(ctx: Pick<Context, 'store'>, pool: Pool, name: string): Group {
  const group = groupsOf(ctx, pool).get(name)
  if (!group) throw resourceNotFound('Group not found.')
  return group
}

export function describeGroup(pool: Pool, group: Group): GroupType {
  return {
    GroupName: group.name,
    UserPoolId: pool.id,
    ...(group.description === undefined ? {} : { Description: group.description }),
    ...(group.roleArn === undefined ? {} : { RoleArn: group.roleArn }),
    ...(group.precedence === undefined ? {} : { Precedence: group.precedence }),
    LastModifiedDate: new Date(group.updatedAt),
    CreationDate: new Date(group.createdAt),
  }
}
