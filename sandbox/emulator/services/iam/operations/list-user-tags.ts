import type { ListUserTagsCommandInput, ListUserTagsCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { page, PAGE_LIMITS } from '../paging.ts'
import { findUser, userResource } from '../state.ts'

export const ListUserTags = operation<ListUserTagsCommandInput, ListUserTagsCommandOutput>({
  action: 'iam:ListUserTags',
  resource: userResource,
  limits: { ...PAGE_LIMITS, UserName: { min: 1, max: 128 } },
  handle(input, ctx) {
    const { items, more } = page(findUser(ctx, input.UserName!).tags, (tag) => tag.Key!, input)
    return { Tags: items, ...more }
  },
})
