import type { CreateRouteCommandInput, CreateRouteCommandOutput } from '@aws-sdk/client-apigatewayv2'
import { operation } from '../../../kernel/operation.ts'
import { addRoute } from '../children.ts'
import { arnOf, findApi, saveConfiguration } from '../state.ts'

export const CreateRoute = operation<CreateRouteCommandInput, CreateRouteCommandOutput>({
  action: 'apigateway:POST',
  resource: (input, ctx) => arnOf(ctx, input.ApiId, 'routes'),
  handle({ ApiId, ...input }, ctx) {
    const [api, route] = addRoute(ctx, findApi(ctx, ApiId), input)
    saveConfiguration(ctx, api)
    return route
  },
})
