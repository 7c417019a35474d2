import type { GetRequestValidatorCommandInput, GetRequestValidatorCommandOutput } from '@aws-sdk/client-api-gateway'
import { operation } from '../../../../kernel/operation.ts'
import { arnOf, findApi, findPart } from '../state.ts'

export const GetRequestValidator = operation<GetRequestValidatorCommandInput, GetRequestValidatorCommandOutput>({
  action: 'apigateway:GET',
  resource: (input, ctx) => arnOf(ctx, 'restapis', input.restApiId, 'requestvalidators', input.requestValidatorId),
  handle: (input, ctx) => findPart(findApi(ctx, input.restApiId).validators, 'validator', input.requestValidatorId),
})
