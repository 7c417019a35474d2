import type { GetResourcesCommandInput, GetResourcesCommandOutput } from '@aws-sdk/client-api-gateway'
import { operation } from '../../../../kernel/operation.ts'
import { arnOf, findApi } from '../state.ts'
import { page, showResource } from '../views.ts'

export const GetResources = operation<GetResourcesCommandInput, GetResourcesCommandOutput>({
  action: 'apigateway:GET',
  resource: (input, ctx) => arnOf(ctx, 'restapis', input.restApiId, 'resources'),
  handle(input, ctx) {
    const resources = Object.values(findApi(ctx, input.restApiId).resources)
    return page(resources.map((resource) => showResource(resource, input.embed)), input)
  },
})
