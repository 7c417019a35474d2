import type { DeleteRequestValidatorCommandInput, DeleteRequestValidatorCommandOutput } from '@aws-sdk/client-api-gateway'
import { operation } from '../../../../kernel/operation.ts'
import { conflict } from '../../errors.ts'
import { without } from '../../state.ts'
import { arnOf, findApi, findPart, saveApi } from '../state.ts'

export const DeleteRequestValidator = operation<DeleteRequestValidatorCommandInput, DeleteRequestValidatorCommandOutput>({
  action: 'apigateway:DELETE',
  resource: (input, ctx) => arnOf(ctx, 'restapis', input.restApiId, 'requestvalidators', input.requestValidatorId),
  handle(input, ctx) {
    const api = findApi(ctx, input.restApiId)
    const id = findPart(api.validators, 'validator', input.requestValidatorId).id!
    const methods = Object.values(api.resources).flatMap(({ resourceMethods }) => Object.values(resourceMethods))
    if (methods.some(({ requestValidatorId }) => requestValidatorId === id)) throw conflict(`Cannot delete validator '${id}', is referenced in method`)
    saveApi(ctx, { ...api, validators: without(api.validators, id) })
    return {}
  },
})
