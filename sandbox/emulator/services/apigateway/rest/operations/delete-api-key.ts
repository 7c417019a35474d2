import type { DeleteApiKeyCommandInput, DeleteApiKeyCommandOutput } from '@aws-sdk/client-api-gateway'
import { operation } from '../../../../kernel/operation.ts'
import { deleteKey, findKey } from '../keys.ts'
import { arnOf } from '../state.ts'

export const DeleteApiKey = operation<DeleteApiKeyCommandInput, DeleteApiKeyCommandOutput>({
  action: 'apigateway:DELETE',
  resource: (input, ctx) => arnOf(ctx, 'apikeys', input.apiKey),
  handle(input, ctx) {
    deleteKey(ctx, findKey(ctx, input.apiKey).id)
    return {}
  },
})
