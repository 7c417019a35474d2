import type { DeleteUsagePlanKeyCommandInput, DeleteUsagePlanKeyCommandOutput } from '@aws-sdk/client-api-gateway'
import { operation } from '../../../../kernel/operation.ts'
import { findPlan, findPlanKey, savePlan } from '../keys.ts'
import { arnOf } from '../state.ts'

export const DeleteUsagePlanKey = operation<DeleteUsagePlanKeyCommandInput, DeleteUsagePlanKeyCommandOutput>({
  action: 'apigateway:DELETE',
  resource: (input, ctx) => arnOf(ctx, 'usageplans', input.usagePlanId, 'keys', input.keyId),
  handle(input, ctx) {
    const plan = findPlan(ctx, input.usagePlanId)
    const { id } = findPlanKey(ctx, plan, input.keyId)
    savePlan(ctx, { ...plan, keyIds: plan.keyIds.filter((known) => known !== id) })
    return {}
  },
})
