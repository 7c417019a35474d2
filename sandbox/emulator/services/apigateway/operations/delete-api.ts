import type { DeleteApiCommandInput, DeleteApiCommandOutput } from '@aws-sdk/client-apigatewayv2'
import { operation } from '../../../kernel/operation.ts'
import { arnOf, deleteApi, findApi } from '../state.ts'

export const DeleteApi = operation<DeleteApiCommandInput, DeleteApiCommandOutput>({
  action: 'apigateway:DELETE',
  resource: (input, ctx) => arnOf(ctx, input.ApiId),
  handle(input, ctx) {
    deleteApi(ctx, findApi(ctx, input.ApiId).api.ApiId)
    return {}
  },
})
