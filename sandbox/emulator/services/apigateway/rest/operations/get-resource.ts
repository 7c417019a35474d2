import type { GetResourceCommandInput, GetResourceCommandOutput } from '@aws-sdk/client-api-gateway'
import { operation } from '../../../../kernel/operation.ts'
import { arnOf, findApi, findPart } from '../state.ts'
import { showResource } from '../views.ts'

export const GetResource = operation<GetResourceCommandInput, GetResourceCommandOutput>({
  action: 'apigateway:GET',
  resource: (input, ctx) => arnOf(ctx, 'restapis', input.restApiId, 'resources', input.resourceId),
  handle: (input, ctx) => showResource(findPart(findApi(ctx, input.restApiId).resources, 'resource', input.resourceId), input.embed),
})
