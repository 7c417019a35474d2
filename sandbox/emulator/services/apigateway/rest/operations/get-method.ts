import type { GetMethodCommandInput, GetMethodCommandOutput } from '@aws-sdk/client-api-gateway'
import { operation } from '../../../../kernel/operation.ts'
import { findMethod } from '../parts.ts'
import { arnOf, findApi, findPart } from '../state.ts'

export const GetMethod = operation<GetMethodCommandInput, GetMethodCommandOutput>({
  action: 'apigateway:GET',
  resource: (input, ctx) => arnOf(ctx, 'restapis', input.restApiId, 'resources', input.resourceId, 'methods', input.httpMethod),
  handle: (input, ctx) => findMethod(findPart(findApi(ctx, input.restApiId).resources, 'resource', input.resourceId), input.httpMethod),
})
