import type { UpdateStageCommandInput, UpdateStageCommandOutput } from '@aws-sdk/client-api-gateway'
import { operation } from '../../../../kernel/operation.ts'
import { secondsOf } from '../../state.ts'
import { patchedStage } from '../stage-patch.ts'
import { arnOf, findApi, findPart, saveApi } from '../state.ts'

export const UpdateStage = operation<UpdateStageCommandInput, UpdateStageCommandOutput>({
  action: 'apigateway:PATCH',
  resource: (input, ctx) => arnOf(ctx, 'restapis', input.restApiId, 'stages', input.stageName),
  handle(input, ctx) {
    const api = findApi(ctx, input.restApiId)
    const found = findPart(api.stages, 'stage', input.stageName)
    const stage = { ...patchedStage(found, input.patchOperations ?? []), lastUpdatedDate: secondsOf(ctx) }
    findPart(api.deployments, 'deployment', stage.deploymentId)
    saveApi(ctx, { ...api, stages: { ...api.stages, [found.stageName!]: stage } })
    return stage
  },
})
