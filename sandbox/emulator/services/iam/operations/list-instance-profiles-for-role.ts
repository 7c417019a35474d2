import type { ListInstanceProfilesForRoleCommandInput, ListInstanceProfilesForRoleCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { profileSummary, profilesWith } from '../instance-profiles.ts'
import { page, PAGE_LIMITS } from '../paging.ts'
import { findRole, roleResource } from '../state.ts'

export const ListInstanceProfilesForRole = operation<ListInstanceProfilesForRoleCommandInput, ListInstanceProfilesForRoleCommandOutput>({
  action: 'iam:ListInstanceProfilesForRole',
  resource: roleResource,
  limits: { ...PAGE_LIMITS, RoleName: { min: 1, max: 64 } },
  handle(input, ctx) {
    const { items, more } = page(profilesWith(ctx, findRole(ctx, input.RoleName!).name), ({ name }) => name, input)
    return { InstanceProfiles: items.map((profile) => profileSummary(ctx, profile)), ...more }
  },
})
