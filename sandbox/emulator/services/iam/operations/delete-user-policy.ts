import type { DeleteUserPolicyCommandInput, DeleteUserPolicyCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { findUser, userResource, saveUser, withoutInline } from '../state.ts'

export const DeleteUserPolicy = operation<DeleteUserPolicyCommandInput, DeleteUserPolicyCommandOutput>({
  action: 'iam:DeleteUserPolicy',
  resource: userResource,
  limits: { UserName: { min: 1, max: 128 }, PolicyName: { min: 1, max: 128 } },
  handle(input, ctx) {
    saveUser(ctx, withoutInline(findUser(ctx, input.UserName!), input.PolicyName!, 'user'))
    return {}
  },
})
