import type { CreateRequestValidatorCommandInput, CreateRequestValidatorCommandOutput } from '@aws-sdk/client-api-gateway'
import { operation } from '../../../../kernel/operation.ts'
import { addValidator } from '../parts.ts'
import { arnOf, findApi, saveApi } from '../state.ts'

export const CreateRequestValidator = operation<CreateRequestValidatorCommandInput, CreateRequestValidatorCommandOutput>({
  action: 'apigateway:POST',
  resource: (input, ctx) => arnOf(ctx, 'restapis', input.restApiId, 'requestvalidators'),
  handle({ restApiId, ...input }, ctx) {
    const [api, validator] = addValidator(ctx, findApi(ctx, restApiId), input)
    saveApi(ctx, api)
    return validator
  },
})
