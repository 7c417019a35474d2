import type { GroupType } from '@aws-sdk/client-cognito-identity-provider'
import type { Context } from '../../../kernel/context.ts'
import { resourceNotFound } from '../errors.ts'
import { groupsOf, type Group, type Pool, type User } from '../state.ts'
import type { GroupClaims } from './triggers/token-generation.ts'

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

/** A user's groups, the roles of those that have one, and the role of the group that ranks first. */
export function groupClaimsOf(ctx: Pick<Context, 'store'>, pool: Pool, user: User): GroupClaims {
  const groups = user.groups.flatMap((name) => groupsOf(ctx, pool).get(name) ?? [])
  const rank = (precedence?: number) => precedence ?? Number.MAX_SAFE_INTEGER
  const first = [...groups].sort((a, b) => rank(a.precedence) - rank(b.precedence))[0]
  return {
    groups: user.groups,
    roles: groups.flatMap(({ roleArn }) => roleArn ?? []),
    ...(first?.roleArn ? { preferredRole: first.roleArn } : {}),
  }
}
