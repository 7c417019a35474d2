import type { UpdateModelCommandInput, UpdateModelCommandOutput } from '@aws-sdk/client-api-gateway'
import { operation } from '../../../../kernel/operation.ts'
import { patched } from '../patch.ts'
import { checkModel } from '../rules.ts'
import { arnOf, findApi, findPart, saveApi } from '../state.ts'

export const UpdateModel = operation<UpdateModelCommandInput, UpdateModelCommandOutput>({
  action: 'apigateway:PATCH',
  resource: (input, ctx) => arnOf(ctx, 'restapis', input.restApiId, 'models', input.modelName),
  handle(input, ctx) {
    const api = findApi(ctx, input.restApiId)
    const model = patched(findPart(api.models, 'model', input.modelName), input.patchOperations, { description: 'text', schema: 'text' })
    checkModel(model)
    saveApi(ctx, { ...api, models: { ...api.models, [model.name!]: model } })
    return model
  },
})
