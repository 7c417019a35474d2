import type { CreateApiKeyCommandInput, CreateApiKeyCommandOutput } from '@aws-sdk/client-api-gateway'
import { operation } from '../../../../kernel/operation.ts'
import { badRequest, conflict } from '../../errors.ts'
import { secondsOf } from '../../state.ts'
import { defined } from '../../views.ts'
import { listKeys, newKeyId, newKeyValue, saveKey } from '../keys.ts'
import { arnOf } from '../state.ts'

export const CreateApiKey = operation<CreateApiKeyCommandInput, CreateApiKeyCommandOutput>({
  action: 'apigateway:POST',
  resource: (_input, ctx) => arnOf(ctx, 'apikeys'),
  handle(input, ctx) {
    const { generateDistinctId: _distinct, stageKeys, value = newKeyValue(ctx), ...settings } = input
    if (value.length < 20) throw badRequest('API Key value should be at least 20 characters')
    if (listKeys(ctx).some((known) => known.value === value)) throw conflict('API Key already exists')
    const key = { ...defined(settings), id: newKeyId(ctx), value, enabled: input.enabled ?? false, createdDate: secondsOf(ctx), lastUpdatedDate: secondsOf(ctx) }
    return saveKey(ctx, { ...key, stageKeys: (stageKeys ?? []).map(({ restApiId, stageName }) => `${restApiId}/${stageName}`) })
  },
})
