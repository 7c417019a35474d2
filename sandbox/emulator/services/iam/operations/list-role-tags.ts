import type { ListRoleTagsCommandInput, ListRoleTagsCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { page, PAGE_LIMITS } from '../paging.ts'
import { findRole, roleResource } from '../state.ts'

export const ListRoleTags = operation<ListRoleTagsCommandInput, ListRoleTagsCommandOutput>({
  action: 'iam:ListRoleTags',
  resource: roleResource,
  limits: { ...PAGE_LIMITS, RoleName: { min: 1, max: 64 } },
  handle(input, ctx) {
    const { items, more } = page(findRole(ctx, input.RoleName!).tags, (tag) => tag.Key!, input)
    return { Tags: items, ...more }
  },
})
