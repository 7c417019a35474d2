import type { GetUserPolicyCommandInput, GetUserPolicyCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { findInline, findUser, userResource } from '../state.ts'
import { encodeDocument } from '../views.ts'

export const GetUserPolicy = operation<GetUserPolicyCommandInput, GetUserPolicyCommandOutput>({
  action: 'iam:GetUserPolicy',
  resource: userResource,
  limits: { UserName: { min: 1, max: 128 }, PolicyName: { min: 1, max: 128 } },
  handle(input, ctx) {
    const user = findUser(ctx, input.UserName!)
    const { name, document } = findInline(user, input.PolicyName!, 'user')
    return { UserName: user.name, PolicyName: name, PolicyDocument: encodeDocument(document) }
  },
})
