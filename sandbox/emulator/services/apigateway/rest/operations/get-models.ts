import type { GetModelsCommandInput, GetModelsCommandOutput } from '@aws-sdk/client-api-gateway'
import { operation } from '../../../../kernel/operation.ts'
import { arnOf, findApi } from '../state.ts'
import { page } from '../views.ts'

export const GetModels = operation<GetModelsCommandInput, GetModelsCommandOutput>({
  action: 'apigateway:GET',
  resource: (input, ctx) => arnOf(ctx, 'restapis', input.restApiId, 'models'),
  handle: (input, ctx) => page(Object.values(findApi(ctx, input.restApiId).models), input),
})
