import type { ListUserPoliciesCommandInput, ListUserPoliciesCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { page, PAGE_LIMITS } from '../paging.ts'
import { findUser, userResource } from '../state.ts'

export const ListUserPolicies = operation<ListUserPoliciesCommandInput, ListUserPoliciesCommandOutput>({
  action: 'iam:ListUserPolicies',
  resource: userResource,
  limits: { ...PAGE_LIMITS, UserName: { min: 1, max: 128 } },
  handle(input, ctx) {
    const names = findUser(ctx, input.UserName!).inline.map(({ name }) => name).sort()
    const { items, more } = page(names, (name) => name, input)
    return { PolicyNames: items, ...more }
  },
})
