import type { GetUsagePlanKeysCommandInput, GetUsagePlanKeysCommandOutput } from '@aws-sdk/client-api-gateway'
import { operation } from '../../../../kernel/operation.ts'
import { findKey, findPlan, showPlanKey } from '../keys.ts'
import { arnOf } from '../state.ts'
import { page } from '../views.ts'

export const GetUsagePlanKeys = operation<GetUsagePlanKeysCommandInput, GetUsagePlanKeysCommandOutput>({
  action: 'apigateway:GET',
  resource: (input, ctx) => arnOf(ctx, 'usageplans', input.usagePlanId, 'keys'),
  handle(input, ctx) {
    const keys = findPlan(ctx, input.usagePlanId).keyIds.map((id) => showPlanKey(findKey(ctx, id)))
    return page(keys.filter(({ name = '' }) => name.startsWith(input.nameQuery ?? '')), input)
  },
})
