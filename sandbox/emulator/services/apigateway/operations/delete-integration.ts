import type { DeleteIntegrationCommandInput, DeleteIntegrationCommandOutput } from '@aws-sdk/client-apigatewayv2'
import { operation } from '../../../kernel/operation.ts'
import { conflict } from '../errors.ts'
import { arnOf, findApi, findChild, saveConfiguration, without } from '../state.ts'

export const DeleteIntegration = operation<DeleteIntegrationCommandInput, DeleteIntegrationCommandOutput>({
  action: 'apigateway:DELETE',
  resource: (input, ctx) => arnOf(ctx, input.ApiId, 'integrations', input.IntegrationId),
  handle(input, ctx) {
    const api = findApi(ctx, input.ApiId)
    findChild(api.integrations, 'Integration', input.IntegrationId)
    const user = Object.values(api.routes).find((route) => route.Target === `integrations/${input.IntegrationId}`)
    if (user)
      throw conflict(`Cannot delete Integration '${input.IntegrationId}' from API '${input.ApiId}': it is referenced by route '${user.RouteKey}'`)
    saveConfiguration(ctx, { ...api, integrations: without(api.integrations, input.IntegrationId!) })
    return {}
  },
})
