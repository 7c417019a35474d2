import type { CreateIntegrationCommandInput, CreateIntegrationCommandOutput } from '@aws-sdk/client-apigatewayv2'
import { operation } from '../../../kernel/operation.ts'
import { addIntegration } from '../children.ts'
import { arnOf, findApi, saveConfiguration } from '../state.ts'

export const CreateIntegration = operation<CreateIntegrationCommandInput, CreateIntegrationCommandOutput>({
  action: 'apigateway:POST',
  resource: (input, ctx) => arnOf(ctx, input.ApiId, 'integrations'),
  handle({ ApiId, ...input }, ctx) {
    const [api, integration] = addIntegration(ctx, findApi(ctx, ApiId), input)
    saveConfiguration(ctx, api)
    return integration
  },
})
