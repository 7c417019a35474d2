import type { UpdateRouteCommandInput, UpdateRouteCommandOutput } from '@aws-sdk/client-apigatewayv2'
import { operation } from '../../../kernel/operation.ts'
import { refuseDuplicate } from '../children.ts'
import { checkRoute, checkRouteKey } from '../rules.ts'
import { arnOf, findApi, findChild, saveConfiguration } from '../state.ts'
import { defined } from '../views.ts'

export const UpdateRoute = operation<UpdateRouteCommandInput, UpdateRouteCommandOutput>({
  action: 'apigateway:PATCH',
  resource: (input, ctx) => arnOf(ctx, input.ApiId, 'routes', input.RouteId),
  handle({ ApiId, RouteId, ...changes }, ctx) {
    const api = findApi(ctx, ApiId)
    const route = { ...findChild(api.routes, 'Route', RouteId), ...defined(changes) }
    refuseDuplicate(api, checkRouteKey(route.RouteKey), RouteId)
    checkRoute(api, route)
    saveConfiguration(ctx, { ...api, routes: { ...api.routes, [RouteId!]: route } })
    return route
  },
})
