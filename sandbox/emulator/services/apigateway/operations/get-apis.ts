import type { GetApisCommandInput, GetApisCommandOutput } from '@aws-sdk/client-apigatewayv2'
import { operation } from '../../../kernel/operation.ts'
import { arnOf, listApis } from '../state.ts'
import { page, showApi } from '../views.ts'

export const GetApis = operation<GetApisCommandInput, GetApisCommandOutput>({
  action: 'apigateway:GET',
  resource: (_input, ctx) => arnOf(ctx),
  handle: (input, ctx) => page(listApis(ctx).map((api) => showApi(ctx, api)), input),
})
