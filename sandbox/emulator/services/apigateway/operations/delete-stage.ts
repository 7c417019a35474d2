import type { DeleteStageCommandInput, DeleteStageCommandOutput } from '@aws-sdk/client-apigatewayv2'
import { operation } from '../../../kernel/operation.ts'
import { arnOf, findApi, findStage, saveApi, without } from '../state.ts'

export const DeleteStage = operation<DeleteStageCommandInput, DeleteStageCommandOutput>({
  action: 'apigateway:DELETE',
  resource: (input, ctx) => arnOf(ctx, input.ApiId, 'stages', input.StageName),
  handle(input, ctx) {
    const api = findApi(ctx, input.ApiId)
    findStage(api, input.StageName)
    saveApi(ctx, { ...api, stages: without(api.stages, input.StageName!) })
    return {}
  },
})
