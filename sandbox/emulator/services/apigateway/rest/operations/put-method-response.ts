import type { PutMethodResponseCommandInput, PutMethodResponseCommandOutput } from '@aws-sdk/client-api-gateway'
import { operation } from '../../../../kernel/operation.ts'
import { conflict } from '../../errors.ts'
import { lookUp } from '../../state.ts'
import { defined } from '../../views.ts'
import { findMethod, withMethod } from '../parts.ts'
import { checkStatusCode } from '../rules.ts'
import { arnOf, findApi, findPart, saveApi } from '../state.ts'

export const PutMethodResponse = operation<PutMethodResponseCommandInput, PutMethodResponseCommandOutput>({
  action: 'apigateway:PUT',
  resource: (input, ctx) => arnOf(ctx, 'restapis', input.restApiId, 'resources', input.resourceId, 'methods', input.httpMethod, 'responses', input.statusCode),
  handle(input, ctx) {
    const api = findApi(ctx, input.restApiId)
    const resource = findPart(api.resources, 'resource', input.resourceId)
    const method = findMethod(resource, input.httpMethod)
    const statusCode = checkStatusCode(input.statusCode)
    if (lookUp(method.methodResponses ?? {}, statusCode)) throw conflict('Response already exists for this resource')
    const { responseModels, responseParameters } = input
    const response = defined({ responseModels, responseParameters, statusCode })
    saveApi(ctx, withMethod(api, resource, method.httpMethod!, { ...method, methodResponses: { ...method.methodResponses, [statusCode]: response } }))
    return response
  },
})
