import type { DeleteGatewayResponseCommandInput, DeleteGatewayResponseCommandOutput } from '@aws-sdk/client-api-gateway'
import { operation } from '../../../../kernel/operation.ts'
import { notFound } from '../../errors.ts'
import { lookUp, without } from '../../state.ts'
import { checkResponseType } from '../rules.ts'
import { arnOf, findApi, saveApi } from '../state.ts'

/** From here on the answers are those of AWS again. */
export const DeleteGatewayResponse = operation<DeleteGatewayResponseCommandInput, DeleteGatewayResponseCommandOutput>({
  action: 'apigateway:DELETE',
  resource: (input, ctx) => arnOf(ctx, 'restapis', input.restApiId, 'gatewayresponses', input.responseType),
  handle(input, ctx) {
    const api = findApi(ctx, input.restApiId)
    const type = checkResponseType(input.responseType)
    if (!lookUp(api.gatewayResponses, type)) throw notFound('Gateway response type not defined on api')
    saveApi(ctx, { ...api, gatewayResponses: without(api.gatewayResponses, type) })
    return {}
  },
})
