import type { GetGroupCommandInput, GetGroupCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { membersOf } from '../members.ts'
import { page, PAGE_LIMITS } from '../paging.ts'
import { findGroup, groupResource, keyOfName } from '../state.ts'
import { groupView, userSummary } from '../views.ts'

export const GetGroup = operation<GetGroupCommandInput, GetGroupCommandOutput>({
  action: 'iam:GetGroup',
  resource: groupResource,
  limits: { ...PAGE_LIMITS, GroupName: { min: 1, max: 128 } },
  handle(input, ctx) {
    const group = findGroup(ctx, input.GroupName!)
    const { items, more } = page(membersOf(ctx, group), keyOfName, input)
    return { Group: groupView(group), Users: items.map(userSummary), ...more }
  },
})
