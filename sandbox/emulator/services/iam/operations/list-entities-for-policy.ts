import type { ListEntitiesForPolicyCommandInput, ListEntitiesForPolicyCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { entities, type Entity } from '../entities.ts'
import { page, PAGE_LIMITS } from '../paging.ts'
import { findPolicy, policyResource } from '../policies.ts'
import type { Identity } from '../state.ts'

export const ListEntitiesForPolicy = operation<ListEntitiesForPolicyCommandInput, ListEntitiesForPolicyCommandOutput>({
  action: 'iam:ListEntitiesForPolicy',
  resource: policyResource,
  limits: {
    ...PAGE_LIMITS,
    PolicyArn: { min: 20, max: 2048 },
    EntityFilter: { enum: ['User', 'Role', 'Group', 'LocalManagedPolicy', 'AWSManagedPolicy'] },
    PolicyUsageFilter: { enum: ['PermissionsPolicy', 'PermissionsBoundary'] },
  },
  handle(input, ctx) {
    const { arn } = findPolicy(ctx, input.PolicyArn!)
    const uses = ({ attached, boundary }: Identity) =>
      (input.PolicyUsageFilter !== 'PermissionsBoundary' && attached.includes(arn)) ||
      (input.PolicyUsageFilter !== 'PermissionsPolicy' && boundary === arn)
    const wanted = entities(ctx).filter(
      ({ kind, is }) => uses(is) && is.path.startsWith(input.PathPrefix ?? '/') && (input.EntityFilter?.toLowerCase() ?? kind) === kind,
    )
    const { items, more } = page(wanted, ({ is }) => is.id, input)
    const of = (kind: Entity['kind']) => items.filter((entity) => entity.kind === kind).map(({ is }) => is)
    return {
      PolicyGroups: of('group').map(({ name, id }) => ({ GroupName: name, GroupId: id })),
      PolicyUsers: of('user').map(({ name, id }) => ({ UserName: name, UserId: id })),
      PolicyRoles: of('role').map(({ name, id }) => ({ RoleName: name, RoleId: id })),
      ...more,
    }
  },
})
