import type { PutIntegrationResponseCommandInput, PutIntegrationResponseCommandOutput } from '@aws-sdk/client-api-gateway'
import { operation } from '../../../../kernel/operation.ts'
import { notFound } from '../../errors.ts'
import { lookUp } from '../../state.ts'
import { defined } from '../../views.ts'
import { findIntegration, findMethod, withIntegrationResponse } from '../parts.ts'
import { checkIntegrationResponse, checkStatusCode } from '../rules.ts'
import { arnOf, findApi, findPart, saveApi } from '../state.ts'

export const PutIntegrationResponse = operation<PutIntegrationResponseCommandInput, PutIntegrationResponseCommandOutput>({
  action: 'apigateway:PUT',
  resource: (input, ctx) => arnOf(ctx, 'restapis', input.restApiId, 'resources', input.resourceId, 'methods', input.httpMethod, 'integration', 'responses', input.statusCode),
  handle(input, ctx) {
    const api = findApi(ctx, input.restApiId)
    const resource = findPart(api.resources, 'resource', input.resourceId)
    const method = findMethod(resource, input.httpMethod)
    const integration = findIntegration(method)
    const { selectionPattern, responseParameters, responseTemplates, contentHandling } = input
    const statusCode = checkStatusCode(input.statusCode)
    if (!lookUp(method.methodResponses ?? {}, statusCode)) throw notFound('Invalid Response status code specified')
    const response = defined({ contentHandling, responseParameters, responseTemplates, selectionPattern, statusCode })
    checkIntegrationResponse(response)
    saveApi(ctx, withIntegrationResponse(api, resource, method, integration, statusCode, response))
    return response
  },
})
