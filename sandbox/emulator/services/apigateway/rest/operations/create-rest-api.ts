import type { CreateRestApiCommandInput, CreateRestApiCommandOutput } from '@aws-sdk/client-api-gateway'
import { operation } from '../../../../kernel/operation.ts'
import { newApi } from '../parts.ts'
import { arnOf, findApi, saveApi } from '../state.ts'

export const CreateRestApi = operation<CreateRestApiCommandInput, CreateRestApiCommandOutput>({
  action: 'apigateway:POST',
  resource: (_input, ctx) => arnOf(ctx, 'restapis'),
  handle(input, ctx) {
    const { cloneFrom, ...settings } = input
    const api = newApi(ctx, settings)
    if (cloneFrom === undefined) return saveApi(ctx, api).api
    const { resources, authorizers, validators, models, gatewayResponses, api: cloned } = findApi(ctx, cloneFrom)
    const shown = { ...api.api, rootResourceId: cloned.rootResourceId! }
    return saveApi(ctx, { ...api, api: shown, resources, authorizers, validators, models, gatewayResponses }).api
  },
})
