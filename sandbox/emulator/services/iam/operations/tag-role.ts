import type { TagRoleCommandInput, TagRoleCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { findRole, mergeTags, roleResource, saveRole, TAGS } from '../state.ts'

export const TagRole = operation<TagRoleCommandInput, TagRoleCommandOutput>({
  action: 'iam:TagRole',
  resource: roleResource,
  limits: { RoleName: { min: 1, max: 64 }, Tags: TAGS },
  handle(input, ctx) {
    const role = findRole(ctx, input.RoleName!)
    saveRole(ctx, { ...role, tags: mergeTags(role.tags, input.Tags!) })
    return {}
  },
})
