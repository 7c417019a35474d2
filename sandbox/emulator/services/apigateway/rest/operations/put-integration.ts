import type { PutIntegrationCommandInput, PutIntegrationCommandOutput } from '@aws-sdk/client-api-gateway'
import { operation } from '../../../../kernel/operation.ts'
import { findMethod, newIntegration, withMethod } from '../parts.ts'
import { arnOf, findApi, findPart, saveApi } from '../state.ts'

export const PutIntegration = operation<PutIntegrationCommandInput, PutIntegrationCommandOutput>({
  action: 'apigateway:PUT',
  resource: (input, ctx) => arnOf(ctx, 'restapis', input.restApiId, 'resources', input.resourceId, 'methods', input.httpMethod, 'integration'),
  handle({ restApiId, resourceId, httpMethod, integrationHttpMethod, ...input }, ctx) {
    const api = findApi(ctx, restApiId)
    const resource = findPart(api.resources, 'resource', resourceId)
    const method = findMethod(resource, httpMethod)
    const { integrationResponses } = method.methodIntegration ?? {}
    const wanted = { ...input, ...(integrationHttpMethod === undefined ? {} : { httpMethod: integrationHttpMethod }) }
    const methodIntegration = newIntegration(resource.id, integrationResponses ? { ...wanted, integrationResponses } : wanted)
    saveApi(ctx, withMethod(api, resource, method.httpMethod!, { ...method, methodIntegration }))
    return methodIntegration
  },
})
