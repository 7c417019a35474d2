import type { GetGatewayResponsesCommandInput, GetGatewayResponsesCommandOutput } from '@aws-sdk/client-api-gateway'
import { operation } from '../../../../kernel/operation.ts'
import { gatewayResponse, RESPONSE_TYPES } from '../gateway/response-types.ts'
import { arnOf, findApi } from '../state.ts'
import { page } from '../views.ts'

export const GetGatewayResponses = operation<GetGatewayResponsesCommandInput, GetGatewayResponsesCommandOutput>({
  action: 'apigateway:GET',
  resource: (input, ctx) => arnOf(ctx, 'restapis', input.restApiId, 'gatewayresponses'),
  handle(input, ctx) {
    const { gatewayResponses } = findApi(ctx, input.restApiId)
    return page(RESPONSE_TYPES.map((type) => gatewayResponse(gatewayResponses, type)), input)
  },
})
