import type { UpdateIntegrationCommandInput, UpdateIntegrationCommandOutput } from '@aws-sdk/client-apigatewayv2'
import { operation } from '../../../kernel/operation.ts'
import { checkIntegration } from '../rules.ts'
import { arnOf, findApi, findChild, saveConfiguration } from '../state.ts'
import { defined } from '../views.ts'

export const UpdateIntegration = operation<UpdateIntegrationCommandInput, UpdateIntegrationCommandOutput>({
  action: 'apigateway:PATCH',
  resource: (input, ctx) => arnOf(ctx, input.ApiId, 'integrations', input.IntegrationId),
  handle({ ApiId, IntegrationId, ...changes }, ctx) {
    const api = findApi(ctx, ApiId)
    const integration = { ...findChild(api.integrations, 'Integration', IntegrationId), ...defined(changes) }
    checkIntegration(integration)
    saveConfiguration(ctx, { ...api, integrations: { ...api.integrations, [IntegrationId!]: integration } })
    return integration
  },
})
