import type { GetIntegrationCommandInput, GetIntegrationCommandOutput } from '@aws-sdk/client-api-gateway'
import { operation } from '../../../../kernel/operation.ts'
import { findIntegration, findMethod } from '../parts.ts'
import { arnOf, findApi, findPart } from '../state.ts'

export const GetIntegration = operation<GetIntegrationCommandInput, GetIntegrationCommandOutput>({
  action: 'apigateway:GET',
  resource: (input, ctx) => arnOf(ctx, 'restapis', input.restApiId, 'resources', input.resourceId, 'methods', input.httpMethod, 'integration'),
  handle: (input, ctx) => findIntegration(findMethod(findPart(findApi(ctx, input.restApiId).resources, 'resource', input.resourceId), input.httpMethod)),
})
