import type { GetStageCommandInput, GetStageCommandOutput } from '@aws-sdk/client-api-gateway'
import { operation } from '../../../../kernel/operation.ts'
import { arnOf, findApi, findPart } from '../state.ts'

export const GetStage = operation<GetStageCommandInput, GetStageCommandOutput>({
  action: 'apigateway:GET',
  resource: (input, ctx) => arnOf(ctx, 'restapis', input.restApiId, 'stages', input.stageName),
  handle: (input, ctx) => findPart(findApi(ctx, input.restApiId).stages, 'stage', input.stageName),
})
