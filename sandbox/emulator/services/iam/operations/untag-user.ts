import type { UntagUserCommandInput, UntagUserCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { findUser, userResource, saveUser, withoutTags } from '../state.ts'

export const UntagUser = operation<UntagUserCommandInput, UntagUserCommandOutput>({
  action: 'iam:UntagUser',
  resource: userResource,
  limits: { UserName: { min: 1, max: 128 }, TagKeys: { max: 50 } },
  handle(input, ctx) {
    const user = findUser(ctx, input.UserName!)
    saveUser(ctx, { ...user, tags: withoutTags(user.tags, input.TagKeys!) })
    return {}
  },
})
