import type { GetRoutesCommandInput, GetRoutesCommandOutput } from '@aws-sdk/client-apigatewayv2'
import { operation } from '../../../kernel/operation.ts'
import { arnOf, findApi } from '../state.ts'
import { page } from '../views.ts'

export const GetRoutes = operation<GetRoutesCommandInput, GetRoutesCommandOutput>({
  action: 'apigateway:GET',
  resource: (input, ctx) => arnOf(ctx, input.ApiId, 'routes'),
  handle: (input, ctx) => page(Object.values(findApi(ctx, input.ApiId).routes), input),
})
