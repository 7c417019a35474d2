import type { CreateUsagePlanKeyCommandInput, CreateUsagePlanKeyCommandOutput } from '@aws-sdk/client-api-gateway'
import { operation } from '../../../../kernel/operation.ts'
import { badRequest, conflict } from '../../errors.ts'
import { findKey, findPlan, savePlan, showPlanKey } from '../keys.ts'
import { arnOf } from '../state.ts'

export const CreateUsagePlanKey = operation<CreateUsagePlanKeyCommandInput, CreateUsagePlanKeyCommandOutput>({
  action: 'apigateway:POST',
  resource: (input, ctx) => arnOf(ctx, 'usageplans', input.usagePlanId, 'keys'),
  handle(input, ctx) {
    if (input.keyType !== 'API_KEY') throw badRequest('Usage plan key type must be API_KEY')
    const plan = findPlan(ctx, input.usagePlanId)
    const key = findKey(ctx, input.keyId)
    if (plan.keyIds.includes(key.id)) throw conflict(`Usage Plan ${plan.shown.id} already contains key ${key.id}`)
    savePlan(ctx, { ...plan, keyIds: [...plan.keyIds, key.id] })
    return showPlanKey(key)
  },
})
