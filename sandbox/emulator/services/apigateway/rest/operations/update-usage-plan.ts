import type { PatchOperation, UpdateUsagePlanCommandInput, UpdateUsagePlanCommandOutput, UsagePlan } from '@aws-sdk/client-api-gateway'
import { operation } from '../../../../kernel/operation.ts'
import { badRequest } from '../../errors.ts'
import { findPlan, savePlan } from '../keys.ts'
import { patched, partsOf } from '../patch.ts'
import { arnOf, findApi, findPart } from '../state.ts'

export const UpdateUsagePlan = operation<UpdateUsagePlanCommandInput, UpdateUsagePlanCommandOutput>({
  action: 'apigateway:PATCH',
  resource: (input, ctx) => arnOf(ctx, 'usageplans', input.usagePlanId),
  handle(input, ctx) {
    const found = findPlan(ctx, input.usagePlanId)
    const shown = (input.patchOperations ?? []).reduce((plan, operation) => {
      const [part] = partsOf(operation.path)
      if (part === 'quota' || part === 'throttle') return patchedLimits(plan, part, operation)
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

const LIMITS = {
  quota: { limit: 'number', offset: 'number', period: 'text' },
  throttle: { rateLimit: 'number', burstLimit: 'number' },
} as const

/** `/throttle/rateLimit` is replaced, `/throttle` itself removed. Throws BadRequestException. */
function patchedLimits<T extends UsagePlan>(plan: T, part: 'quota' | 'throttle', operation: PatchOperation): T {
  const [, ...rest] = partsOf(operation.path)
  const { [part]: held = {}, ...others } = plan
  if (rest.length === 0 && operation.op === 'remove') return others as T
  if (rest.length !== 1) throw badRequest(`Invalid patch path  '${operation.path}' specified for op '${operation.op}'.`)
  return { ...plan, [part]: patched(held, [{ ...operation, path: `/${rest[0]}` }], LIMITS[part]) }
}
