import type { ListAttachedRolePoliciesCommandInput, ListAttachedRolePoliciesCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { page, PAGE_LIMITS } from '../paging.ts'
import { findPolicy } from '../policies.ts'
import { findRole, roleResource } from '../state.ts'

export const ListAttachedRolePolicies = operation<ListAttachedRolePoliciesCommandInput, ListAttachedRolePoliciesCommandOutput>({
  action: 'iam:ListAttachedRolePolicies',
  resource: roleResource,
  limits: { ...PAGE_LIMITS, RoleName: { min: 1, max: 64 } },
  handle(input, ctx) {
    const policies = findRole(ctx, input.RoleName!).attached.map((arn) => findPolicy(ctx, arn))
    const under = policies.filter(({ path }) => path.startsWith(input.PathPrefix ?? '/'))
    const { items, more } = page(under, ({ arn }) => arn, input)
    return { AttachedPolicies: items.map(({ name, arn }) => ({ PolicyName: name, PolicyArn: arn })), ...more }
  },
})
