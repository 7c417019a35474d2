import type { GetRouteCommandInput, GetRouteCommandOutput } from '@aws-sdk/client-apigatewayv2'
import { operation } from '../../../kernel/operation.ts'
import { arnOf, findApi, findChild } from '../state.ts'

export const GetRoute = operation<GetRouteCommandInput, GetRouteCommandOutput>({
  action: 'apigateway:GET',
  resource: (input, ctx) => arnOf(ctx, input.ApiId, 'routes', input.RouteId),
  handle: (input, ctx) => findChild(findApi(ctx, input.ApiId).routes, 'Route', input.RouteId),
})
