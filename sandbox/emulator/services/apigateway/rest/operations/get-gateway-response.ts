import type { GetGatewayResponseCommandInput, GetGatewayResponseCommandOutput } from '@aws-sdk/client-api-gateway'
import { operation } from '../../../../kernel/operation.ts'
import { gatewayResponse } from '../gateway/response-types.ts'
import { checkResponseType } from '../rules.ts'
import { arnOf, findApi } from '../state.ts'

export const GetGatewayResponse = operation<GetGatewayResponseCommandInput, GetGatewayResponseCommandOutput>({
  action: 'apigateway:GET',
  resource: (input, ctx) => arnOf(ctx, 'restapis', input.restApiId, 'gatewayresponses', input.responseType),
  handle: (input, ctx) => gatewayResponse(findApi(ctx, input.restApiId).gatewayResponses, checkResponseType(input.responseType)),
})
