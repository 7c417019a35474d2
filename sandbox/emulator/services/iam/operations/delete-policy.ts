import type { DeletePolicyCommandInput, DeletePolicyCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { deleteConflict } from '../errors.ts'
import { findCustomerPolicy, policyResource, policyUsage, removePolicy } from '../policies.ts'

export const DeletePolicy = operation<DeletePolicyCommandInput, DeletePolicyCommandOutput>({
  action: 'iam:DeletePolicy',
  resource: policyResource,
  limits: { PolicyArn: { min: 20, max: 2048 } },
  handle(input, ctx) {
    const policy = findCustomerPolicy(ctx, input.PolicyArn!, 'iam:DeletePolicy')
    const { attached, bounding } = policyUsage(ctx)
    if (attached.has(policy.arn) || bounding.has(policy.arn)) throw deleteConflict('Cannot delete a policy attached to entities.')
    if (policy.versions.length > 1)
      throw deleteConflict(
        "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.",
      )
    removePolicy(ctx, policy)
    return {}
  },
})
