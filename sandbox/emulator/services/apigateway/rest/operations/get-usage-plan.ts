import type { GetUsagePlanCommandInput, GetUsagePlanCommandOutput } from '@aws-sdk/client-api-gateway'
import { operation } from '../../../../kernel/operation.ts'
import { findPlan } from '../keys.ts'
import { arnOf } from '../state.ts'

export const GetUsagePlan = operation<GetUsagePlanCommandInput, GetUsagePlanCommandOutput>({
  action: 'apigateway:GET',
  resource: (input, ctx) => arnOf(ctx, 'usageplans', input.usagePlanId),
  handle: (input, ctx) => findPlan(ctx, input.usagePlanId).shown,
})
