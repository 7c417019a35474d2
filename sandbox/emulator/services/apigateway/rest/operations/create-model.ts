import type { CreateModelCommandInput, CreateModelCommandOutput } from '@aws-sdk/client-api-gateway'
import { operation } from '../../../../kernel/operation.ts'
import { addModel } from '../parts.ts'
import { arnOf, findApi, saveApi } from '../state.ts'

export const CreateModel = operation<CreateModelCommandInput, CreateModelCommandOutput>({
  action: 'apigateway:POST',
  resource: (input, ctx) => arnOf(ctx, 'restapis', input.restApiId, 'models'),
  handle({ restApiId, ...input }, ctx) {
    const [api, model] = addModel(ctx, findApi(ctx, restApiId), input)
    saveApi(ctx, api)
    return model
  },
})
