import type { CreateStageCommandInput, CreateStageCommandOutput } from '@aws-sdk/client-api-gateway'
import { operation } from '../../../../kernel/operation.ts'
import { unsupported } from '../../errors.ts'
import { addStage } from '../parts.ts'
import { arnOf, findApi, saveApi } from '../state.ts'

export const CreateStage = operation<CreateStageCommandInput, CreateStageCommandOutput>({
  action: 'apigateway:POST',
  resource: (input, ctx) => arnOf(ctx, 'restapis', input.restApiId, 'stages'),
  handle({ restApiId, ...input }, ctx) {
    if (input.canarySettings) throw unsupported('canarySettings')
    if (input.cacheClusterEnabled) throw unsupported('cacheClusterEnabled')
    const [api, stage] = addStage(ctx, findApi(ctx, restApiId), input)
    saveApi(ctx, api)
    return stage
  },
})
