import type { DeleteStageCommandInput, DeleteStageCommandOutput } from '@aws-sdk/client-api-gateway'
import { operation } from '../../../../kernel/operation.ts'
import { without } from '../../state.ts'
import { arnOf, findApi, findPart, saveApi } from '../state.ts'

export const DeleteStage = operation<DeleteStageCommandInput, DeleteStageCommandOutput>({
  action: 'apigateway:DELETE',
  resource: (input, ctx) => arnOf(ctx, 'restapis', input.restApiId, 'stages', input.stageName),
  handle(input, ctx) {
    const api = findApi(ctx, input.restApiId)
    saveApi(ctx, { ...api, stages: without(api.stages, findPart(api.stages, 'stage', input.stageName).stageName!) })
    return {}
  },
})
