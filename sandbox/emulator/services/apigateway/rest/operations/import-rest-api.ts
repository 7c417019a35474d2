import type { ImportRestApiCommandInput, ImportRestApiCommandOutput } from '@aws-sdk/client-api-gateway'
import { operation } from '../../../../kernel/operation.ts'
import { endpointOf, importDefinition } from '../import.ts'
import { newApi } from '../parts.ts'
import { arnOf, saveApi } from '../state.ts'

export const ImportRestApi = operation<ImportRestApiCommandInput, ImportRestApiCommandOutput>({
  action: 'apigateway:POST',
  resource: (_input, ctx) => arnOf(ctx, 'restapis'),
  handle(input, ctx) {
    const api = newApi(ctx, { name: 'imported', ...endpointOf(input.parameters) })
    return saveApi(ctx, importDefinition(ctx, api, Buffer.from(input.body as Uint8Array).toString(), 'overwrite')).api
  },
})
