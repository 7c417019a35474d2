import type { PutRolePolicyCommandInput, PutRolePolicyCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { checkPolicy } from '../policy/grammar.ts'
import { checkName, findRole, roleResource, saveRole, withInline } from '../state.ts'

export const PutRolePolicy = operation<PutRolePolicyCommandInput, PutRolePolicyCommandOutput>({
  action: 'iam:PutRolePolicy',
  resource: roleResource,
  limits: {
    RoleName: { min: 1, max: 64 },
    PolicyName: { min: 1, max: 128 },
    PolicyDocument: { min: 1, max: 131072 },
  },
  handle(input, ctx) {
    const role = findRole(ctx, input.RoleName!)
    checkName('policyName', input.PolicyName!)
    checkPolicy(input.PolicyDocument!, 'identity')
    saveRole(ctx, withInline(role, { name: input.PolicyName!, document: input.PolicyDocument! }))
    return {}
  },
})
