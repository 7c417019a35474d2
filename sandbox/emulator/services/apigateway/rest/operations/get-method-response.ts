import type { GetMethodResponseCommandInput, GetMethodResponseCommandOutput } from '@aws-sdk/client-api-gateway'
import { operation } from '../../../../kernel/operation.ts'
import { findMethod, findMethodResponse } from '../parts.ts'
import { arnOf, findApi, findPart } from '../state.ts'

export const GetMethodResponse = operation<GetMethodResponseCommandInput, GetMethodResponseCommandOutput>({
  action: 'apigateway:GET',
  resource: (input, ctx) => arnOf(ctx, 'restapis', input.restApiId, 'resources', input.resourceId, 'methods', input.httpMethod, 'responses', input.statusCode),
  handle: (input, ctx) => findMethodResponse(findMethod(findPart(findApi(ctx, input.restApiId).resources, 'resource', input.resourceId), input.httpMethod), input.statusCode),
})
