import type { GetIntegrationCommandInput, GetIntegrationCommandOutput } from '@aws-sdk/client-apigatewayv2'
import { operation } from '../../../kernel/operation.ts'
import { arnOf, findApi, findChild } from '../state.ts'

export const GetIntegration = operation<GetIntegrationCommandInput, GetIntegrationCommandOutput>({
  action: 'apigateway:GET',
  resource: (input, ctx) => arnOf(ctx, input.ApiId, 'integrations', input.IntegrationId),
  handle: (input, ctx) => findChild(findApi(ctx, input.ApiId).integrations, 'Integration', input.IntegrationId),
})
