import type { PutRestApiCommandInput, PutRestApiCommandOutput } from '@aws-sdk/client-api-gateway'
import { operation } from '../../../../kernel/operation.ts'
import { importDefinition } from '../import.ts'
import { arnOf, findApi, saveApi } from '../state.ts'

export const PutRestApi = operation<PutRestApiCommandInput, PutRestApiCommandOutput>({
  action: 'apigateway:PUT',
  resource: (input, ctx) => arnOf(ctx, 'restapis', input.restApiId),
  handle(input, ctx) {
    const found = findApi(ctx, input.restApiId)
    return saveApi(ctx, importDefinition(ctx, found, Buffer.from(input.body as Uint8Array).toString(), input.mode ?? 'merge')).api
  },
})
