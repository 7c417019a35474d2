import type { UpdateApiKeyCommandInput, UpdateApiKeyCommandOutput } from '@aws-sdk/client-api-gateway'
import { operation } from '../../../../kernel/operation.ts'
import { secondsOf } from '../../state.ts'
import { findKey, saveKey } from '../keys.ts'
import { patched } from '../patch.ts'
import { arnOf } from '../state.ts'

export const UpdateApiKey = operation<UpdateApiKeyCommandInput, UpdateApiKeyCommandOutput>({
  action: 'apigateway:PATCH',
  resource: (input, ctx) => arnOf(ctx, 'apikeys', input.apiKey),
  handle(input, ctx) {
    const changed = patched(findKey(ctx, input.apiKey), input.patchOperations, { name: 'text', description: 'text', enabled: 'flag', customerId: 'text' })
    const { value: _value, ...shown } = saveKey(ctx, { ...changed, lastUpdatedDate: secondsOf(ctx) })
    return shown
  },
})
