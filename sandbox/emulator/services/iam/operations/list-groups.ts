import type { ListGroupsCommandInput, ListGroupsCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { page, PAGE_LIMITS } from '../paging.ts'
import { byName, groups, keyOfName } from '../state.ts'
import { groupView } from '../views.ts'

export const ListGroups = operation<ListGroupsCommandInput, ListGroupsCommandOutput>({
  action: 'iam:ListGroups',
  resource: '*',
  limits: PAGE_LIMITS,
  handle(input, ctx) {
    const under = [...groups(ctx).values()].filter(({ path }) => path.startsWith(input.PathPrefix ?? '/'))
    const { items, more } = page(under.sort(byName), keyOfName, input)
    return { Groups: items.map(groupView), ...more }
  },
})
