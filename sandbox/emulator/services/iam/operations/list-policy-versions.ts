import type { ListPolicyVersionsCommandInput, ListPolicyVersionsCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { page, PAGE_LIMITS } from '../paging.ts'
import { findPolicy, policyResource } from '../policies.ts'
import { versionSummary } from '../views.ts'

export const ListPolicyVersions = operation<ListPolicyVersionsCommandInput, ListPolicyVersionsCommandOutput>({
  action: 'iam:ListPolicyVersions',
  resource: policyResource,
  limits: { ...PAGE_LIMITS, PolicyArn: { min: 20, max: 2048 } },
  handle(input, ctx) {
    const policy = findPolicy(ctx, input.PolicyArn!)
    const { items, more } = page(policy.versions.toReversed(), ({ id }) => id, input)
    return { Versions: items.map((version) => versionSummary(policy, version)), ...more }
  },
})
