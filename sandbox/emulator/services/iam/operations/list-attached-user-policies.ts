import type { ListAttachedUserPoliciesCommandInput, ListAttachedUserPoliciesCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { page, PAGE_LIMITS } from '../paging.ts'
import { findPolicy } from '../policies.ts'
import { findUser, userResource } from '../state.ts'

export const ListAttachedUserPolicies = operation<ListAttachedUserPoliciesCommandInput, ListAttachedUserPoliciesCommandOutput>({
  action: 'iam:ListAttachedUserPolicies',
  resource: userResource,
  limits: { ...PAGE_LIMITS, UserName: { min: 1, max: 128 } },
  handle(input, ctx) {
    const policies = findUser(ctx, input.UserName!).attached.map((arn) => findPolicy(ctx, arn))
    const under = policies.filter(({ path }) => path.startsWith(input.PathPrefix ?? '/'))
    const { items, more } = page(under, ({ arn }) => arn, input)
    return { AttachedPolicies: items.map(({ name, arn }) => ({ PolicyName: name, PolicyArn: arn })), ...more }
  },
})
