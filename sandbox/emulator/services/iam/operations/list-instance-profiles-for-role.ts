import type { ListInstanceProfilesForRoleCommandInput, ListInstanceProfilesForRoleCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { PAGE_LIMITS } from '../paging.ts'
import { findRole, roleResource } from '../state.ts'

export const ListInstanceProfilesForRole = operation<ListInstanceProfilesForRoleCommandInput, ListInstanceProfilesForRoleCommandOutput>({
  action: 'iam:ListInstanceProfilesForRole',
  resource: roleResource,
  limits: { ...PAGE_LIMITS, RoleName: { min: 1, max: 64 } },
  // Instance profiles cannot be made here, so that a role never has any.
  handle(input, ctx) {
    findRole(ctx, input.RoleName!)
    return { InstanceProfiles: [], IsTruncated: false }
  },
})
