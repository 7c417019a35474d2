import type { ListPoliciesCommandInput, ListPoliciesCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { page, PAGE_LIMITS } from '../paging.ts'
import { attachmentCounts, awsPolicies, customerPolicies } from '../policies.ts'
import { policySummary } from '../views.ts'

export const ListPolicies = operation<ListPoliciesCommandInput, ListPoliciesCommandOutput>({
  action: 'iam:ListPolicies',
  resource: '*',
  limits: { ...PAGE_LIMITS, Scope: { enum: ['All', 'AWS', 'Local'] } },
  handle(input, ctx) {
    const counts = attachmentCounts(ctx)
    const all = [
      ...(input.Scope === 'AWS' ? [] : customerPolicies(ctx)),
      ...(input.Scope === 'Local' ? [] : awsPolicies()),
    ].filter(({ arn, path }) => path.startsWith(input.PathPrefix ?? '/') && (!input.OnlyAttached || counts.has(arn)))
    // No policy is used as a boundary here in a way that counts: boundaries are stored only.
    const wanted = input.PolicyUsageFilter === 'PermissionsBoundary' ? [] : all
    const { items, more } = page(wanted, ({ arn }) => arn, input)
    return { Policies: items.map((policy) => policySummary(policy, counts.get(policy.arn) ?? 0)), ...more }
  },
})
