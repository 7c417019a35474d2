import type { ListRolesCommandInput, ListRolesCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { page, PAGE_LIMITS } from '../paging.ts'
import { byName, keyOfName, roles } from '../state.ts'
import { roleSummary } from '../views.ts'

export const ListRoles = operation<ListRolesCommandInput, ListRolesCommandOutput>({
  action: 'iam:ListRoles',
  resource: '*',
  limits: PAGE_LIMITS,
  handle(input, ctx) {
    const under = [...roles(ctx).values()].filter(({ path }) => path.startsWith(input.PathPrefix ?? '/'))
    const { items, more } = page(under.sort(byName), keyOfName, input)
    return { Roles: items.map(roleSummary), ...more }
  },
})
