import type { DetachRolePolicyCommandInput, DetachRolePolicyCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { findRole, roleResource, saveRole, withoutAttached } from '../state.ts'

export const DetachRolePolicy = operation<DetachRolePolicyCommandInput, DetachRolePolicyCommandOutput>({
  action: 'iam:DetachRolePolicy',
  resource: roleResource,
  limits: { RoleName: { min: 1, max: 64 }, PolicyArn: { min: 20, max: 2048 } },
  handle(input, ctx) {
    saveRole(ctx, withoutAttached(findRole(ctx, input.RoleName!), input.PolicyArn!))
    return {}
  },
})
