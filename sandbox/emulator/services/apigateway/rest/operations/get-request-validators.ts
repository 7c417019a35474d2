import type { GetRequestValidatorsCommandInput, GetRequestValidatorsCommandOutput } from '@aws-sdk/client-api-gateway'
import { operation } from '../../../../kernel/operation.ts'
import { arnOf, findApi } from '../state.ts'
import { page } from '../views.ts'

export const GetRequestValidators = operation<GetRequestValidatorsCommandInput, GetRequestValidatorsCommandOutput>({
  action: 'apigateway:GET',
  resource: (input, ctx) => arnOf(ctx, 'restapis', input.restApiId, 'requestvalidators'),
  handle: (input, ctx) => page(Object.values(findApi(ctx, input.restApiId).validators), input),
})
