import type { CreatePolicyVersionCommandInput, CreatePolicyVersionCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { limitExceeded } from '../errors.ts'
import { checkSize, findCustomerPolicy, MAX_POLICY, policyResource, savePolicy } from '../policies.ts'
import { checkPolicy } from '../policy/grammar.ts'
import { wholeSeconds } from '../state.ts'
import { versionSummary } from '../views.ts'

export const CreatePolicyVersion = operation<CreatePolicyVersionCommandInput, CreatePolicyVersionCommandOutput>({
  action: 'iam:CreatePolicyVersion',
  resource: policyResource,
  limits: { PolicyArn: { min: 20, max: 2048 }, PolicyDocument: { min: 1, max: 131072 } },
  handle(input, ctx) {
    const policy = findCustomerPolicy(ctx, input.PolicyArn!, 'iam:CreatePolicyVersion')
    checkPolicy(input.PolicyDocument!, 'identity')
    checkSize(input.PolicyDocument!, 'PolicySize', MAX_POLICY)
    if (policy.versions.length >= 5)
      throw limitExceeded(
        'A managed policy can have up to 5 versions. Before you create a new version, you must delete an existing version.',
      )
    const now = wholeSeconds(ctx.now)
    const version = { id: `v${policy.lastVersion + 1}`, document: input.PolicyDocument!, createdAt: now }
    const changed = savePolicy(ctx, {
      ...policy,
      updatedAt: now,
      versions: [...policy.versions, version],
      defaultVersion: input.SetAsDefault ? version.id : policy.defaultVersion,
      lastVersion: policy.lastVersion + 1,
    })
    return { PolicyVersion: versionSummary(changed, version) }
  },
})
