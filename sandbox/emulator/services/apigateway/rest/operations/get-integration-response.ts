import type { GetIntegrationResponseCommandInput, GetIntegrationResponseCommandOutput } from '@aws-sdk/client-api-gateway'
import { operation } from '../../../../kernel/operation.ts'
import { findIntegration, findIntegrationResponse, findMethod } from '../parts.ts'
import { arnOf, findApi, findPart } from '../state.ts'

export const GetIntegrationResponse = operation<GetIntegrationResponseCommandInput, GetIntegrationResponseCommandOutput>({
  action: 'apigateway:GET',
  resource: (input, ctx) => arnOf(ctx, 'restapis', input.restApiId, 'resources', input.resourceId, 'methods', input.httpMethod, 'integration', 'responses', input.statusCode),
  handle(input, ctx) {
    const resource = findPart(findApi(ctx, input.restApiId).resources, 'resource', input.resourceId)
    return findIntegrationResponse(findIntegration(findMethod(resource, input.httpMethod)), input.statusCode)
  },
})
