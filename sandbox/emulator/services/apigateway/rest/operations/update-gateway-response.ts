import type { UpdateGatewayResponseCommandInput, UpdateGatewayResponseCommandOutput } from '@aws-sdk/client-api-gateway'
import { operation } from '../../../../kernel/operation.ts'
import { gatewayResponse } from '../gateway/response-types.ts'
import { patched } from '../patch.ts'
import { checkGatewayResponse, checkResponseType } from '../rules.ts'
import { arnOf, findApi, saveApi } from '../state.ts'

export const UpdateGatewayResponse = operation<UpdateGatewayResponseCommandInput, UpdateGatewayResponseCommandOutput>({
  action: 'apigateway:PATCH',
  resource: (input, ctx) => arnOf(ctx, 'restapis', input.restApiId, 'gatewayresponses', input.responseType),
  handle(input, ctx) {
    const api = findApi(ctx, input.restApiId)
    const type = checkResponseType(input.responseType)
    const changed = patched(gatewayResponse(api.gatewayResponses, type), input.patchOperations, FIELDS)
    const response = { ...changed, defaultResponse: false }
    checkGatewayResponse(response)
    saveApi(ctx, { ...api, gatewayResponses: { ...api.gatewayResponses, [type]: response } })
    return response
  },
})

const FIELDS = { statusCode: 'text', responseParameters: 'map', responseTemplates: 'map' } as const
