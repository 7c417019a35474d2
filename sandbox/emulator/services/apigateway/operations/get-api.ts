import type { GetApiCommandInput, GetApiCommandOutput } from '@aws-sdk/client-apigatewayv2'
import { operation } from '../../../kernel/operation.ts'
import { arnOf, findApi } from '../state.ts'
import { showApi } from '../views.ts'

export const GetApi = operation<GetApiCommandInput, GetApiCommandOutput>({
  action: 'apigateway:GET',
  resource: (input, ctx) => arnOf(ctx, input.ApiId),
  handle: (input, ctx) => showApi(ctx, findApi(ctx, input.ApiId)),
})
