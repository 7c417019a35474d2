import type { SetDefaultPolicyVersionCommandInput, SetDefaultPolicyVersionCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { findCustomerPolicy, findVersion, policyResource, savePolicy } from '../policies.ts'

export const SetDefaultPolicyVersion = operation<SetDefaultPolicyVersionCommandInput, SetDefaultPolicyVersionCommandOutput>({
  action: 'iam:SetDefaultPolicyVersion',
  resource: policyResource,
  limits: { PolicyArn: { min: 20, max: 2048 } },
  handle(input, ctx) {
    const policy = findCustomerPolicy(ctx, input.PolicyArn!, 'iam:SetDefaultPolicyVersion')
    savePolicy(ctx, { ...policy, defaultVersion: findVersion(policy, input.VersionId!).id })
    return {}
  },
})
