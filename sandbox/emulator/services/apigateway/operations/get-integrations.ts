import type { GetIntegrationsCommandInput, GetIntegrationsCommandOutput } from '@aws-sdk/client-apigatewayv2'
import { operation } from '../../../kernel/operation.ts'
import { arnOf, findApi } from '../state.ts'
import { page } from '../views.ts'

export const GetIntegrations = operation<GetIntegrationsCommandInput, GetIntegrationsCommandOutput>({
  action: 'apigateway:GET',
  resource: (input, ctx) => arnOf(ctx, input.ApiId, 'integrations'),
  handle: (input, ctx) => page(Object.values(findApi(ctx, input.ApiId).integrations), input),
})
