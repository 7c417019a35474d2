import type { UpdateIntegrationResponseCommandInput, UpdateIntegrationResponseCommandOutput } from '@aws-sdk/client-api-gateway'
import { operation } from '../../../../kernel/operation.ts'
import { findIntegration, findIntegrationResponse, findMethod, withIntegrationResponse } from '../parts.ts'
import { patched } from '../patch.ts'
import { checkIntegrationResponse } from '../rules.ts'
import { arnOf, findApi, findPart, saveApi } from '../state.ts'

export const UpdateIntegrationResponse = operation<UpdateIntegrationResponseCommandInput, UpdateIntegrationResponseCommandOutput>({
  action: 'apigateway:PATCH',
  resource: (input, ctx) => arnOf(ctx, 'restapis', input.restApiId, 'resources', input.resourceId, 'methods', input.httpMethod, 'integration', 'responses', input.statusCode),
  handle(input, ctx) {
    const api = findApi(ctx, input.restApiId)
    const resource = findPart(api.resources, 'resource', input.resourceId)
    const method = findMethod(resource, input.httpMethod)
    const integration = findIntegration(method)
    const response = patched(findIntegrationResponse(integration, input.statusCode), input.patchOperations, FIELDS)
    checkIntegrationResponse(response)
    saveApi(ctx, withIntegrationResponse(api, resource, method, integration, response.statusCode!, response))
    return response
  },
})

const FIELDS = { selectionPattern: 'text', contentHandling: 'text', responseParameters: 'map', responseTemplates: 'map' } as const
