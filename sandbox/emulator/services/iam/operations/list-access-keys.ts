import type { ListAccessKeysCommandInput, ListAccessKeysCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { page, PAGE_LIMITS } from '../paging.ts'
import { callingUser, findUser, ownUserResource } from '../state.ts'

export const ListAccessKeys = operation<ListAccessKeysCommandInput, ListAccessKeysCommandOutput>({
  action: 'iam:ListAccessKeys',
  resource: ownUserResource,
  limits: { ...PAGE_LIMITS, UserName: { min: 1, max: 128 } },
  handle(input, ctx) {
    const user = findUser(ctx, input.UserName ?? callingUser(ctx))
    const { items, more } = page(user.keys, ({ id }) => id, input)
    const shown = items.map(({ id, status, createdAt }) => ({
      UserName: user.name,
      AccessKeyId: id,
      Status: status,
      CreateDate: new Date(createdAt),
    }))
    return { AccessKeyMetadata: shown, ...more }
  },
})
