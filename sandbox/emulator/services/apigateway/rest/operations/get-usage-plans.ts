import type { GetUsagePlansCommandInput, GetUsagePlansCommandOutput } from '@aws-sdk/client-api-gateway'
import { operation } from '../../../../kernel/operation.ts'
import { listPlans } from '../keys.ts'
import { arnOf } from '../state.ts'
import { page } from '../views.ts'

export const GetUsagePlans = operation<GetUsagePlansCommandInput, GetUsagePlansCommandOutput>({
  action: 'apigateway:GET',
  resource: (_input, ctx) => arnOf(ctx, 'usageplans'),
  handle(input, ctx) {
    const plans = listPlans(ctx).filter(({ keyIds }) => input.keyId === undefined || keyIds.includes(input.keyId))
    return page(plans.map(({ shown }) => shown), input)
  },
})
