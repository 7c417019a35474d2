import type { DeleteModelCommandInput, DeleteModelCommandOutput } from '@aws-sdk/client-api-gateway'
import { operation } from '../../../../kernel/operation.ts'
import { conflict } from '../../errors.ts'
import { without } from '../../state.ts'
import { arnOf, findApi, findPart, saveApi } from '../state.ts'

export const DeleteModel = operation<DeleteModelCommandInput, DeleteModelCommandOutput>({
  action: 'apigateway:DELETE',
  resource: (input, ctx) => arnOf(ctx, 'restapis', input.restApiId, 'models', input.modelName),
  handle(input, ctx) {
    const api = findApi(ctx, input.restApiId)
    const { name = '' } = findPart(api.models, 'model', input.modelName)
    const methods = Object.values(api.resources).flatMap(({ resourceMethods }) => Object.values(resourceMethods))
    if (methods.some(({ requestModels }) => Object.values(requestModels ?? {}).includes(name))) throw conflict(`Cannot delete model '${name}', is referenced in method request`)
    saveApi(ctx, { ...api, models: without(api.models, name) })
    return {}
  },
})
