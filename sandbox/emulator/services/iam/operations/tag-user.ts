import type { TagUserCommandInput, TagUserCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { findUser, mergeTags, saveUser, TAGS, userResource } from '../state.ts'

export const TagUser = operation<TagUserCommandInput, TagUserCommandOutput>({
  action: 'iam:TagUser',
  resource: userResource,
  limits: { UserName: { min: 1, max: 128 }, Tags: TAGS },
  handle(input, ctx) {
    const user = findUser(ctx, input.UserName!)
    saveUser(ctx, { ...user, tags: mergeTags(user.tags, input.Tags!) })
    return {}
  },
})
