import type { GetStagesCommandInput, GetStagesCommandOutput } from '@aws-sdk/client-api-gateway'
import { operation } from '../../../../kernel/operation.ts'
import { arnOf, findApi } from '../state.ts'

export const GetStages = operation<GetStagesCommandInput, GetStagesCommandOutput>({
  action: 'apigateway:GET',
  resource: (input, ctx) => arnOf(ctx, 'restapis', input.restApiId, 'stages'),
  handle(input, ctx) {
    const stages = Object.values(findApi(ctx, input.restApiId).stages)
    return { item: stages.filter(({ deploymentId }) => input.deploymentId === undefined || deploymentId === input.deploymentId) }
  },
})
