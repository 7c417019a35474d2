import type { DeleteRouteCommandInput, DeleteRouteCommandOutput } from '@aws-sdk/client-apigatewayv2'
import { operation } from '../../../kernel/operation.ts'
import { arnOf, findApi, findChild, saveConfiguration, without } from '../state.ts'

export const DeleteRoute = operation<DeleteRouteCommandInput, DeleteRouteCommandOutput>({
  action: 'apigateway:DELETE',
  resource: (input, ctx) => arnOf(ctx, input.ApiId, 'routes', input.RouteId),
  handle(input, ctx) {
    const api = findApi(ctx, input.ApiId)
    findChild(api.routes, 'Route', input.RouteId)
    saveConfiguration(ctx, { ...api, routes: without(api.routes, input.RouteId!) })
    return {}
  },
})
