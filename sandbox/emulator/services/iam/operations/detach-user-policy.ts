import type { DetachUserPolicyCommandInput, DetachUserPolicyCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { findUser, userResource, saveUser, withoutAttached } from '../state.ts'

export const DetachUserPolicy = operation<DetachUserPolicyCommandInput, DetachUserPolicyCommandOutput>({
  action: 'iam:DetachUserPolicy',
  resource: userResource,
  limits: { UserName: { min: 1, max: 128 }, PolicyArn: { min: 20, max: 2048 } },
  handle(input, ctx) {
    saveUser(ctx, withoutAttached(findUser(ctx, input.UserName!), input.PolicyArn!))
    return {}
  },
})
