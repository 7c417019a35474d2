import type { GetPolicyCommandInput, GetPolicyCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { attachmentCounts, findPolicy, policyResource } from '../policies.ts'
import { policySummary } from '../views.ts'

export const GetPolicy = operation<GetPolicyCommandInput, GetPolicyCommandOutput>({
  action: 'iam:GetPolicy',
  resource: policyResource,
  limits: { PolicyArn: { min: 20, max: 2048 } },
  handle(input, ctx) {
    const policy = findPolicy(ctx, input.PolicyArn!)
    return {
      Policy: {
        ...policySummary(policy, attachmentCounts(ctx).get(policy.arn) ?? 0),
        ...(policy.description === undefined ? {} : { Description: policy.description }),
        Tags: [...policy.tags],
      },
    }
  },
})
