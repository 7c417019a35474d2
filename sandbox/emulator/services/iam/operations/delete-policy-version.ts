import type { DeletePolicyVersionCommandInput, DeletePolicyVersionCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { deleteConflict } from '../errors.ts'
import { findCustomerPolicy, findVersion, policyResource, savePolicy } from '../policies.ts'

export const DeletePolicyVersion = operation<DeletePolicyVersionCommandInput, DeletePolicyVersionCommandOutput>({
  action: 'iam:DeletePolicyVersion',
  resource: policyResource,
  limits: { PolicyArn: { min: 20, max: 2048 } },
  handle(input, ctx) {
    const policy = findCustomerPolicy(ctx, input.PolicyArn!, 'iam:DeletePolicyVersion')
    const { id } = findVersion(policy, input.VersionId!)
    if (id === policy.defaultVersion) throw deleteConflict('Cannot delete the default version of a policy.')
    savePolicy(ctx, { ...policy, versions: policy.versions.filter((version) => version.id !== id) })
    return {}
  },
})
