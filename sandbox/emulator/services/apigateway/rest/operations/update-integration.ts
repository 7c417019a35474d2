import type { UpdateIntegrationCommandInput, UpdateIntegrationCommandOutput } from '@aws-sdk/client-api-gateway'
import { operation } from '../../../../kernel/operation.ts'
import { findIntegration, findMethod, withMethod } from '../parts.ts'
import { patched } from '../patch.ts'
import { checkIntegration } from '../rules.ts'
import { arnOf, findApi, findPart, saveApi } from '../state.ts'

export const UpdateIntegration = operation<UpdateIntegrationCommandInput, UpdateIntegrationCommandOutput>({
  action: 'apigateway:PATCH',
  resource: (input, ctx) => arnOf(ctx, 'restapis', input.restApiId, 'resources', input.resourceId, 'methods', input.httpMethod, 'integration'),
  handle(input, ctx) {
    const api = findApi(ctx, input.restApiId)
    const resource = findPart(api.resources, 'resource', input.resourceId)
    const method = findMethod(resource, input.httpMethod)
    const methodIntegration = patched(findIntegration(method), input.patchOperations, FIELDS)
    checkIntegration(methodIntegration)
    saveApi(ctx, withMethod(api, resource, method.httpMethod!, { ...method, methodIntegration }))
    return methodIntegration
  },
})

const FIELDS = {
  type: 'text', httpMethod: 'text', uri: 'text', credentials: 'text', connectionType: 'text', connectionId: 'text', passthroughBehavior: 'text',
  contentHandling: 'text', timeoutInMillis: 'number', cacheNamespace: 'text', cacheKeyParameters: 'list', requestParameters: 'map', requestTemplates: 'map',
} as const
