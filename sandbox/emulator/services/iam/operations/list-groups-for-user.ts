import type { ListGroupsForUserCommandInput, ListGroupsForUserCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { groupsOf } from '../members.ts'
import { page, PAGE_LIMITS } from '../paging.ts'
import { findUser, keyOfName, userResource } from '../state.ts'
import { groupView } from '../views.ts'

export const ListGroupsForUser = operation<ListGroupsForUserCommandInput, ListGroupsForUserCommandOutput>({
  action: 'iam:ListGroupsForUser',
  resource: userResource,
  limits: { ...PAGE_LIMITS, UserName: { min: 1, max: 128 } },
  handle(input, ctx) {
    const { items, more } = page(groupsOf(ctx, findUser(ctx, input.UserName!)), keyOfName, input)
    return { Groups: items.map(groupView), ...more }
  },
})
