import type { GetModelCommandInput, GetModelCommandOutput } from '@aws-sdk/client-api-gateway'
import { operation } from '../../../../kernel/operation.ts'
import { arnOf, findApi, findPart } from '../state.ts'

export const GetModel = operation<GetModelCommandInput, GetModelCommandOutput>({
  action: 'apigateway:GET',
  resource: (input, ctx) => arnOf(ctx, 'restapis', input.restApiId, 'models', input.modelName),
  handle: (input, ctx) => findPart(findApi(ctx, input.restApiId).models, 'model', input.modelName),
})
