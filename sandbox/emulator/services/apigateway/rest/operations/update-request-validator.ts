import type { UpdateRequestValidatorCommandInput, UpdateRequestValidatorCommandOutput } from '@aws-sdk/client-api-gateway'
import { operation } from '../../../../kernel/operation.ts'
import { patched } from '../patch.ts'
import { arnOf, findApi, findPart, saveApi } from '../state.ts'

export const UpdateRequestValidator = operation<UpdateRequestValidatorCommandInput, UpdateRequestValidatorCommandOutput>({
  action: 'apigateway:PATCH',
  resource: (input, ctx) => arnOf(ctx, 'restapis', input.restApiId, 'requestvalidators', input.requestValidatorId),
  handle(input, ctx) {
    const api = findApi(ctx, input.restApiId)
    const found = findPart(api.validators, 'validator', input.requestValidatorId)
    const validator = patched(found, input.patchOperations, { name: 'text', validateRequestBody: 'flag', validateRequestParameters: 'flag' })
    saveApi(ctx, { ...api, validators: { ...api.validators, [validator.id!]: validator } })
    return validator
  },
})
