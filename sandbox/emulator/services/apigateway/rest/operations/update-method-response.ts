import type { UpdateMethodResponseCommandInput, UpdateMethodResponseCommandOutput } from '@aws-sdk/client-api-gateway'
import { operation } from '../../../../kernel/operation.ts'
import { findMethod, findMethodResponse, withMethod } from '../parts.ts'
import { patched } from '../patch.ts'
import { arnOf, findApi, findPart, saveApi } from '../state.ts'

export const UpdateMethodResponse = operation<UpdateMethodResponseCommandInput, UpdateMethodResponseCommandOutput>({
  action: 'apigateway:PATCH',
  resource: (input, ctx) => arnOf(ctx, 'restapis', input.restApiId, 'resources', input.resourceId, 'methods', input.httpMethod, 'responses', input.statusCode),
  handle(input, ctx) {
    const api = findApi(ctx, input.restApiId)
    const resource = findPart(api.resources, 'resource', input.resourceId)
    const method = findMethod(resource, input.httpMethod)
    const response = patched(findMethodResponse(method, input.statusCode), input.patchOperations, { responseParameters: 'flags', responseModels: 'map' })
    const methodResponses = { ...method.methodResponses, [response.statusCode!]: response }
    saveApi(ctx, withMethod(api, resource, method.httpMethod!, { ...method, methodResponses }))
    return response
  },
})
