import type { GetPolicyCommandInput, GetPolicyCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { findPolicy, policyResource, policyUsage } from '../policies.ts'
import { policySummary } from '../views.ts'

export const GetPolicy = operation<GetPolicyCommandInput, GetPolicyCommandOutput>({
  action: 'iam:GetPolicy',
  resource: policyResource,
  limits: { PolicyArn: { min: 20, max: 2048 } },
  handle(input, ctx) {
    const policy = findPolicy(ctx, input.PolicyArn!)
    return {
      Policy: {
        ...policySummary(policy, policyUsage(ctx)),
        ...(policy.description === undefined ? {} : { Description: policy.description }),
        Tags: [...policy.tags],
      },
    }
  },
})
