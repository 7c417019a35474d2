import type { DeleteIntegrationResponseCommandInput, DeleteIntegrationResponseCommandOutput } from '@aws-sdk/client-api-gateway'
import { operation } from '../../../../kernel/operation.ts'
import { findIntegration, findIntegrationResponse, findMethod, withIntegrationResponse } from '../parts.ts'
import { arnOf, findApi, findPart, saveApi } from '../state.ts'

export const DeleteIntegrationResponse = operation<DeleteIntegrationResponseCommandInput, DeleteIntegrationResponseCommandOutput>({
  action: 'apigateway:DELETE',
  resource: (input, ctx) => arnOf(ctx, 'restapis', input.restApiId, 'resources', input.resourceId, 'methods', input.httpMethod, 'integration', 'responses', input.statusCode),
  handle(input, ctx) {
    const api = findApi(ctx, input.restApiId)
    const resource = findPart(api.resources, 'resource', input.resourceId)
    const method = findMethod(resource, input.httpMethod)
    const integration = findIntegration(method)
    const { statusCode } = findIntegrationResponse(integration, input.statusCode)
    saveApi(ctx, withIntegrationResponse(api, resource, method, integration, statusCode!, undefined))
    return {}
  },
})
