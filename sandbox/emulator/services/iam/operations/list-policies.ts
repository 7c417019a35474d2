import type { ListPoliciesCommandInput, ListPoliciesCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { page, PAGE_LIMITS } from '../paging.ts'
import { awsPolicies, customerPolicies, policyUsage } from '../policies.ts'
import { policySummary } from '../views.ts'

export const ListPolicies = operation<ListPoliciesCommandInput, ListPoliciesCommandOutput>({
  action: 'iam:ListPolicies',
  resource: '*',
  limits: {
    ...PAGE_LIMITS,
    Scope: { enum: ['All', 'AWS', 'Local'] },
    PolicyUsageFilter: { enum: ['PermissionsPolicy', 'PermissionsBoundary'] },
  },
  handle(input, ctx) {
    const usage = policyUsage(ctx)
    const isByUse = input.OnlyAttached || input.PolicyUsageFilter !== undefined
    const isUsed = (arn: string) =>
      (input.PolicyUsageFilter !== 'PermissionsBoundary' && usage.attached.has(arn)) ||
      (input.PolicyUsageFilter !== 'PermissionsPolicy' && usage.bounding.has(arn))
    const all = [
      ...(input.Scope === 'AWS' ? [] : customerPolicies(ctx)),
      ...(input.Scope === 'Local' ? [] : awsPolicies()),
    ].filter(({ arn, path }) => path.startsWith(input.PathPrefix ?? '/') && (!isByUse || isUsed(arn)))
    const { items, more } = page(all, ({ arn }) => arn, input)
    return { Policies: items.map((policy) => policySummary(policy, usage)), ...more }
  },
})
