import type { PutUserPolicyCommandInput, PutUserPolicyCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { checkPolicy } from '../policy/grammar.ts'
import { checkName, findUser, saveUser, userResource, withInline } from '../state.ts'

export const PutUserPolicy = operation<PutUserPolicyCommandInput, PutUserPolicyCommandOutput>({
  action: 'iam:PutUserPolicy',
  resource: userResource,
  limits: { UserName: { min: 1, max: 128 }, PolicyName: { min: 1, max: 128 }, PolicyDocument: { min: 1, max: 131072 } },
  handle(input, ctx) {
    const user = findUser(ctx, input.UserName!)
    checkName('policyName', input.PolicyName!)
    checkPolicy(input.PolicyDocument!, 'identity')
    saveUser(ctx, withInline(user, { name: input.PolicyName!, document: input.PolicyDocument! }))
    return {}
  },
})
