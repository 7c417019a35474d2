import type { GetUsagePlanKeyCommandInput, GetUsagePlanKeyCommandOutput } from '@aws-sdk/client-api-gateway'
import { operation } from '../../../../kernel/operation.ts'
import { findPlan, findPlanKey, showPlanKey } from '../keys.ts'
import { arnOf } from '../state.ts'

export const GetUsagePlanKey = operation<GetUsagePlanKeyCommandInput, GetUsagePlanKeyCommandOutput>({
  action: 'apigateway:GET',
  resource: (input, ctx) => arnOf(ctx, 'usageplans', input.usagePlanId, 'keys', input.keyId),
  handle: (input, ctx) => showPlanKey(findPlanKey(ctx, findPlan(ctx, input.usagePlanId), input.keyId)),
})
