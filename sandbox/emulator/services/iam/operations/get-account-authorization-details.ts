import type { EntityType, GetAccountAuthorizationDetailsCommandInput, GetAccountAuthorizationDetailsCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { entities, groupDetail, policyDetail, roleDetail, userDetail } from '../entities.ts'
import { page, PAGE_LIMITS } from '../paging.ts'
import { awsPolicies, customerPolicies, policyUsage } from '../policies.ts'

const TYPES = { user: 'User', group: 'Group', role: 'Role' } as const

export const GetAccountAuthorizationDetails = operation<GetAccountAuthorizationDetailsCommandInput, GetAccountAuthorizationDetailsCommandOutput>({
  action: 'iam:GetAccountAuthorizationDetails',
  resource: '*',
  limits: PAGE_LIMITS,
  handle(input, ctx) {
    const usage = policyUsage(ctx)
    const isWanted = (type: EntityType) => !input.Filter?.length || input.Filter.includes(type)
    // Of AWS's policies only those that are in use are shown.
    const inUse = awsPolicies().filter(({ arn }) => usage.attached.has(arn) || usage.bounding.has(arn))
    const all = [
      ...entities(ctx).filter(({ kind }) => isWanted(TYPES[kind])),
      ...(isWanted('LocalManagedPolicy') ? customerPolicies(ctx) : []).map((is) => ({ kind: 'policy' as const, is })),
      ...(isWanted('AWSManagedPolicy') ? inUse : []).map((is) => ({ kind: 'policy' as const, is })),
    ]
    const { items, more } = page(all, ({ is }) => is.id, input)
    return {
      UserDetailList: items.flatMap((one) => (one.kind === 'user' ? userDetail(ctx, one.is) : [])),
      GroupDetailList: items.flatMap((one) => (one.kind === 'group' ? groupDetail(ctx, one.is) : [])),
      RoleDetailList: items.flatMap((one) => (one.kind === 'role' ? roleDetail(ctx, one.is) : [])),
      Policies: items.flatMap((one) => (one.kind === 'policy' ? policyDetail(one.is, usage) : [])),
      ...more,
    }
  },
})
