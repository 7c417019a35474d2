import type { ListUsersCommandInput, ListUsersCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { page, PAGE_LIMITS } from '../paging.ts'
import { byName, keyOfName, users } from '../state.ts'
import { userSummary } from '../views.ts'

export const ListUsers = operation<ListUsersCommandInput, ListUsersCommandOutput>({
  action: 'iam:ListUsers',
  resource: '*',
  limits: PAGE_LIMITS,
  handle(input, ctx) {
    const under = [...users(ctx).values()].filter(({ path }) => path.startsWith(input.PathPrefix ?? '/'))
    const { items, more } = page(under.sort(byName), keyOfName, input)
    return { Users: items.map(userSummary), ...more }
  },
})
