import type { DeleteMethodResponseCommandInput, DeleteMethodResponseCommandOutput } from '@aws-sdk/client-api-gateway'
import { operation } from '../../../../kernel/operation.ts'
import { without } from '../../state.ts'
import { findMethod, findMethodResponse, withMethod } from '../parts.ts'
import { arnOf, findApi, findPart, saveApi } from '../state.ts'

export const DeleteMethodResponse = operation<DeleteMethodResponseCommandInput, DeleteMethodResponseCommandOutput>({
  action: 'apigateway:DELETE',
  resource: (input, ctx) => arnOf(ctx, 'restapis', input.restApiId, 'resources', input.resourceId, 'methods', input.httpMethod, 'responses', input.statusCode),
  handle(input, ctx) {
    const api = findApi(ctx, input.restApiId)
    const resource = findPart(api.resources, 'resource', input.resourceId)
    const method = findMethod(resource, input.httpMethod)
    const { statusCode } = findMethodResponse(method, input.statusCode)
    const methodResponses = without(method.methodResponses ?? {}, statusCode!)
    saveApi(ctx, withMethod(api, resource, method.httpMethod!, { ...method, methodResponses }))
    return {}
  },
})
