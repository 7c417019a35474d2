import type { UpdateUsagePlanCommandInput, UpdateUsagePlanCommandOutput } from '@aws-sdk/client-api-gateway'
import { operation } from '../../../../kernel/operation.ts'
import { findPlan, savePlan } from '../keys.ts'
import { patched } from '../patch.ts'
import { arnOf, findApi, findPart } from '../state.ts'

export const UpdateUsagePlan = operation<UpdateUsagePlanCommandInput, UpdateUsagePlanCommandOutput>({
  action: 'apigateway:PATCH',
  resource: (input, ctx) => arnOf(ctx, 'usageplans', input.usagePlanId),
  handle(input, ctx) {
    const found = findPlan(ctx, input.usagePlanId)
    const shown = (input.patchOperations ?? []).reduce((plan, operation) => {
      if (operation.path !== '/apiStages') return patched(plan, [operation], { name: 'text', description: 'text', productCode: 'text' })
      const [apiId = '', stage = ''] = (operation.value ?? '').split(':')
      const others = (plan.apiStages ?? []).filter((known) => known.apiId !== apiId || known.stage !== stage)
      if (operation.op === 'remove') return { ...plan, apiStages: others }
      findPart(findApi(ctx, apiId).stages, 'stage', stage)
      return { ...plan, apiStages: [...others, { apiId, stage }] }
    }, found.shown)
    return savePlan(ctx, { ...found, shown }).shown
  },
})
