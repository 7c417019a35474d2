import type { DeleteRestApiCommandInput, DeleteRestApiCommandOutput } from '@aws-sdk/client-api-gateway'
import { operation } from '../../../../kernel/operation.ts'
import { arnOf, deleteApi, findApi } from '../state.ts'

export const DeleteRestApi = operation<DeleteRestApiCommandInput, DeleteRestApiCommandOutput>({
  action: 'apigateway:DELETE',
  resource: (input, ctx) => arnOf(ctx, 'restapis', input.restApiId),
  handle(input, ctx) {
    deleteApi(ctx, findApi(ctx, input.restApiId).api.id)
    return {}
  },
})
