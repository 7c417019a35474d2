import type { PutMethodCommandInput, PutMethodCommandOutput } from '@aws-sdk/client-api-gateway'
import { operation } from '../../../../kernel/operation.ts'
import { addMethod } from '../parts.ts'
import { arnOf, findApi, findPart, saveApi } from '../state.ts'

export const PutMethod = operation<PutMethodCommandInput, PutMethodCommandOutput>({
  action: 'apigateway:PUT',
  resource: (input, ctx) => arnOf(ctx, 'restapis', input.restApiId, 'resources', input.resourceId, 'methods', input.httpMethod),
  handle({ restApiId, resourceId, ...input }, ctx) {
    const found = findApi(ctx, restApiId)
    const [api, method] = addMethod(found, findPart(found.resources, 'resource', resourceId), input)
    saveApi(ctx, api)
    return method
  },
})
