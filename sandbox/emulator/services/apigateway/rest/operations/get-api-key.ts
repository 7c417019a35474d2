import type { GetApiKeyCommandInput, GetApiKeyCommandOutput } from '@aws-sdk/client-api-gateway'
import { operation } from '../../../../kernel/operation.ts'
import { findKey } from '../keys.ts'
import { arnOf } from '../state.ts'

export const GetApiKey = operation<GetApiKeyCommandInput, GetApiKeyCommandOutput>({
  action: 'apigateway:GET',
  resource: (input, ctx) => arnOf(ctx, 'apikeys', input.apiKey),
  handle(input, ctx) {
    const { value, ...key } = findKey(ctx, input.apiKey)
    return input.includeValue ? { ...key, value } : key
  },
})
