import type { DeleteIntegrationCommandInput, DeleteIntegrationCommandOutput } from '@aws-sdk/client-api-gateway'
import { operation } from '../../../../kernel/operation.ts'
import { findIntegration, findMethod, withMethod } from '../parts.ts'
import { arnOf, findApi, findPart, saveApi } from '../state.ts'

export const DeleteIntegration = operation<DeleteIntegrationCommandInput, DeleteIntegrationCommandOutput>({
  action: 'apigateway:DELETE',
  resource: (input, ctx) => arnOf(ctx, 'restapis', input.restApiId, 'resources', input.resourceId, 'methods', input.httpMethod, 'integration'),
  handle(input, ctx) {
    const api = findApi(ctx, input.restApiId)
    const resource = findPart(api.resources, 'resource', input.resourceId)
    const method = findMethod(resource, input.httpMethod)
    findIntegration(method)
    const { methodIntegration: _gone, ...rest } = method
    saveApi(ctx, withMethod(api, resource, method.httpMethod!, rest))
    return {}
  },
})
