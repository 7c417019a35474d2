import type { UntagRoleCommandInput, UntagRoleCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { findRole, roleResource, saveRole, withoutTags } from '../state.ts'

export const UntagRole = operation<UntagRoleCommandInput, UntagRoleCommandOutput>({
  action: 'iam:UntagRole',
  resource: roleResource,
  limits: { RoleName: { min: 1, max: 64 }, TagKeys: { max: 50 } },
  handle(input, ctx) {
    const role = findRole(ctx, input.RoleName!)
    saveRole(ctx, { ...role, tags: withoutTags(role.tags, input.TagKeys!) })
    return {}
  },
})
