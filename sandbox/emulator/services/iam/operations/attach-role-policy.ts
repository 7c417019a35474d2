import type { AttachRolePolicyCommandInput, AttachRolePolicyCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { checkAttachable } from '../policies.ts'
import { findRole, roleResource, saveRole, withAttached } from '../state.ts'

export const AttachRolePolicy = operation<AttachRolePolicyCommandInput, AttachRolePolicyCommandOutput>({
  action: 'iam:AttachRolePolicy',
  resource: roleResource,
  limits: { RoleName: { min: 1, max: 64 }, PolicyArn: { min: 20, max: 2048 } },
  handle(input, ctx) {
    const role = findRole(ctx, input.RoleName!)
    checkAttachable(ctx, input.PolicyArn!)
    saveRole(ctx, withAttached(role, input.PolicyArn!, 'PoliciesPerRole'))
    return {}
  },
})
