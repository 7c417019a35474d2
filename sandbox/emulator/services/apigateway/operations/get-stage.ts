import type { GetStageCommandInput, GetStageCommandOutput } from '@aws-sdk/client-apigatewayv2'
import { operation } from '../../../kernel/operation.ts'
import { arnOf, findApi, findStage } from '../state.ts'

export const GetStage = operation<GetStageCommandInput, GetStageCommandOutput>({
  action: 'apigateway:GET',
  resource: (input, ctx) => arnOf(ctx, input.ApiId, 'stages', input.StageName),
  handle: (input, ctx) => findStage(findApi(ctx, input.ApiId), input.StageName),
})
