import type { GetApiKeysCommandInput, GetApiKeysCommandOutput } from '@aws-sdk/client-api-gateway'
import { operation } from '../../../../kernel/operation.ts'
import { listKeys } from '../keys.ts'
import { arnOf } from '../state.ts'
import { page } from '../views.ts'

export const GetApiKeys = operation<GetApiKeysCommandInput, GetApiKeysCommandOutput>({
  action: 'apigateway:GET',
  resource: (_input, ctx) => arnOf(ctx, 'apikeys'),
  handle(input, ctx) {
    const found = listKeys(ctx).filter(({ name = '' }) => name.startsWith(input.nameQuery ?? ''))
    return page(found.map(({ value, ...key }) => (input.includeValues ? { ...key, value } : key)), input)
  },
})
