import type { AttachUserPolicyCommandInput, AttachUserPolicyCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { checkAttachable } from '../policies.ts'
import { findUser, userResource, saveUser, withAttached } from '../state.ts'

export const AttachUserPolicy = operation<AttachUserPolicyCommandInput, AttachUserPolicyCommandOutput>({
  action: 'iam:AttachUserPolicy',
  resource: userResource,
  limits: { UserName: { min: 1, max: 128 }, PolicyArn: { min: 20, max: 2048 } },
  handle(input, ctx) {
    const user = findUser(ctx, input.UserName!)
    checkAttachable(ctx, input.PolicyArn!)
    saveUser(ctx, withAttached(user, input.PolicyArn!, 'PoliciesPerUser'))
    return {}
  },
})
