import type { CreateUsagePlanCommandInput, CreateUsagePlanCommandOutput } from '@aws-sdk/client-api-gateway'
import { operation } from '../../../../kernel/operation.ts'
import { badRequest } from '../../errors.ts'
import { defined } from '../../views.ts'
import { newPlanId, savePlan } from '../keys.ts'
import { arnOf, findApi, findPart } from '../state.ts'

/** Quota and throttle are kept and not enforced. */
export const CreateUsagePlan = operation<CreateUsagePlanCommandInput, CreateUsagePlanCommandOutput>({
  action: 'apigateway:POST',
  resource: (_input, ctx) => arnOf(ctx, 'usageplans'),
  handle(input, ctx) {
    if (!input.name) throw badRequest('Usage plan name cannot be empty')
    for (const { apiId, stage } of input.apiStages ?? []) findPart(findApi(ctx, apiId).stages, 'stage', stage)
    return savePlan(ctx, { shown: { apiStages: [], ...defined(input), id: newPlanId(ctx) }, keyIds: [] }).shown
  },
})
