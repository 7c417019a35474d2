import type { DeleteRolePolicyCommandInput, DeleteRolePolicyCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { findRole, roleResource, saveRole, withoutInline } from '../state.ts'

export const DeleteRolePolicy = operation<DeleteRolePolicyCommandInput, DeleteRolePolicyCommandOutput>({
  action: 'iam:DeleteRolePolicy',
  resource: roleResource,
  limits: { RoleName: { min: 1, max: 64 }, PolicyName: { min: 1, max: 128 } },
  handle(input, ctx) {
    saveRole(ctx, withoutInline(findRole(ctx, input.RoleName!), input.PolicyName!, 'role'))
    return {}
  },
})
