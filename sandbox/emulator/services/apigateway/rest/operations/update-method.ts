import type { UpdateMethodCommandInput, UpdateMethodCommandOutput } from '@aws-sdk/client-api-gateway'
import { operation } from '../../../../kernel/operation.ts'
import { findMethod, withMethod } from '../parts.ts'
import { patched } from '../patch.ts'
import { checkMethod } from '../rules.ts'
import { arnOf, findApi, findPart, saveApi } from '../state.ts'

export const UpdateMethod = operation<UpdateMethodCommandInput, UpdateMethodCommandOutput>({
  action: 'apigateway:PATCH',
  resource: (input, ctx) => arnOf(ctx, 'restapis', input.restApiId, 'resources', input.resourceId, 'methods', input.httpMethod),
  handle(input, ctx) {
    const api = findApi(ctx, input.restApiId)
    const resource = findPart(api.resources, 'resource', input.resourceId)
    const method = patched(findMethod(resource, input.httpMethod), input.patchOperations, FIELDS)
    checkMethod(api, method)
    saveApi(ctx, withMethod(api, resource, method.httpMethod!, method))
    return method
  },
})

const FIELDS = {
  authorizationType: 'text', authorizerId: 'text', apiKeyRequired: 'flag', requestValidatorId: 'text', operationName: 'text',
  requestParameters: 'flags', requestModels: 'map', authorizationScopes: 'list',
} as const
