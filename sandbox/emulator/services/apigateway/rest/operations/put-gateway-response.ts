import type { PutGatewayResponseCommandInput, PutGatewayResponseCommandOutput } from '@aws-sdk/client-api-gateway'
import { operation } from '../../../../kernel/operation.ts'
import { defined } from '../../views.ts'
import { gatewayResponse } from '../gateway/response-types.ts'
import { checkGatewayResponse } from '../rules.ts'
import { arnOf, findApi, saveApi } from '../state.ts'

export const PutGatewayResponse = operation<PutGatewayResponseCommandInput, PutGatewayResponseCommandOutput>({
  action: 'apigateway:PUT',
  resource: (input, ctx) => arnOf(ctx, 'restapis', input.restApiId, 'gatewayresponses', input.responseType),
  handle({ restApiId, ...input }, ctx) {
    const api = findApi(ctx, restApiId)
    const type = input.responseType!
    const { statusCode, responseTemplates, responseParameters } = gatewayResponse({}, type)
    const response = { ...defined({ statusCode, responseTemplates, responseParameters }), ...defined(input), defaultResponse: false }
    checkGatewayResponse(response)
    saveApi(ctx, { ...api, gatewayResponses: { ...api.gatewayResponses, [type]: response } })
    return response
  },
})
