import type { UpdateAssumeRolePolicyCommandInput, UpdateAssumeRolePolicyCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { checkSize } from '../policies.ts'
import { checkPolicy } from '../policy/grammar.ts'
import { findOwnRole, roleResource, saveRole } from '../state.ts'

export const UpdateAssumeRolePolicy = operation<UpdateAssumeRolePolicyCommandInput, UpdateAssumeRolePolicyCommandOutput>({
  action: 'iam:UpdateAssumeRolePolicy',
  resource: roleResource,
  limits: { RoleName: { min: 1, max: 64 }, PolicyDocument: { min: 1, max: 131072 } },
  handle(input, ctx) {
    const role = findOwnRole(ctx, input.RoleName!)
    checkPolicy(input.PolicyDocument!, 'trust')
    checkSize(input.PolicyDocument!, 'ACLSizePerRole', 2048)
    saveRole(ctx, { ...role, trustPolicy: input.PolicyDocument! })
    return {}
  },
})
