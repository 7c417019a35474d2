import type { ListRolePoliciesCommandInput, ListRolePoliciesCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { page, PAGE_LIMITS } from '../paging.ts'
import { findRole, roleResource } from '../state.ts'

export const ListRolePolicies = operation<ListRolePoliciesCommandInput, ListRolePoliciesCommandOutput>({
  action: 'iam:ListRolePolicies',
  resource: roleResource,
  limits: { ...PAGE_LIMITS, RoleName: { min: 1, max: 64 } },
  handle(input, ctx) {
    const names = findRole(ctx, input.RoleName!).inline.map(({ name }) => name).sort()
    const { items, more } = page(names, (name) => name, input)
    return { PolicyNames: items, ...more }
  },
})
