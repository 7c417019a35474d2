import type { DeleteUsagePlanCommandInput, DeleteUsagePlanCommandOutput } from '@aws-sdk/client-api-gateway'
import { operation } from '../../../../kernel/operation.ts'
import { badRequest } from '../../errors.ts'
import { deletePlan, findPlan } from '../keys.ts'
import { arnOf } from '../state.ts'

export const DeleteUsagePlan = operation<DeleteUsagePlanCommandInput, DeleteUsagePlanCommandOutput>({
  action: 'apigateway:DELETE',
  resource: (input, ctx) => arnOf(ctx, 'usageplans', input.usagePlanId),
  handle(input, ctx) {
    const { shown } = findPlan(ctx, input.usagePlanId)
    if ((shown.apiStages ?? []).length > 0)
      throw badRequest(`Cannot delete Usage Plan ${shown.id} because API stages exist in this usage plan. Please remove all API stages before deleting the Usage Plan.`)
    deletePlan(ctx, shown.id)
    return {}
  },
})
