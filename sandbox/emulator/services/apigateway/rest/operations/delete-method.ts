import type { DeleteMethodCommandInput, DeleteMethodCommandOutput } from '@aws-sdk/client-api-gateway'
import { operation } from '../../../../kernel/operation.ts'
import { findMethod, withMethod } from '../parts.ts'
import { arnOf, findApi, findPart, saveApi } from '../state.ts'

export const DeleteMethod = operation<DeleteMethodCommandInput, DeleteMethodCommandOutput>({
  action: 'apigateway:DELETE',
  resource: (input, ctx) => arnOf(ctx, 'restapis', input.restApiId, 'resources', input.resourceId, 'methods', input.httpMethod),
  handle(input, ctx) {
    const api = findApi(ctx, input.restApiId)
    const resource = findPart(api.resources, 'resource', input.resourceId)
    saveApi(ctx, withMethod(api, resource, findMethod(resource, input.httpMethod).httpMethod!, undefined))
    return {}
  },
})
