import type { CreateResourceCommandInput, CreateResourceCommandOutput } from '@aws-sdk/client-api-gateway'
import { operation } from '../../../../kernel/operation.ts'
import { addResource } from '../parts.ts'
import { arnOf, findApi, saveApi } from '../state.ts'
import { showResource } from '../views.ts'

export const CreateResource = operation<CreateResourceCommandInput, CreateResourceCommandOutput>({
  action: 'apigateway:POST',
  resource: (input, ctx) => arnOf(ctx, 'restapis', input.restApiId, 'resources', input.parentId),
  handle(input, ctx) {
    const [api, resource] = addResource(ctx, findApi(ctx, input.restApiId), input.parentId, input.pathPart)
    saveApi(ctx, api)
    return showResource(resource, undefined)
  },
})
