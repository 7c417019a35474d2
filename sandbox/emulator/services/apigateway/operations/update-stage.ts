import type { UpdateStageCommandInput, UpdateStageCommandOutput } from '@aws-sdk/client-apigatewayv2'
import { operation } from '../../../kernel/operation.ts'
import { badRequest } from '../errors.ts'
import { checkStage } from '../rules.ts'
import { arnOf, deployAutomatically, findApi, findChild, findStage, saveApi, secondsOf } from '../state.ts'
import { defined } from '../views.ts'

export const UpdateStage = operation<UpdateStageCommandInput, UpdateStageCommandOutput>({
  action: 'apigateway:PATCH',
  resource: (input, ctx) => arnOf(ctx, input.ApiId, 'stages', input.StageName),
  handle({ ApiId, StageName, ...changes }, ctx) {
    const api = findApi(ctx, ApiId)
    const before = findStage(api, StageName)
    const stage = { ...before, ...defined(changes), LastUpdatedDate: secondsOf(ctx) }
    checkStage(api, stage)
    if (stage.AutoDeploy && changes.DeploymentId)
      throw badRequest('Deployment ID cannot be specified when auto deploy is enabled')
    if (changes.DeploymentId !== undefined) findChild(api.deployments, 'Deployment', changes.DeploymentId)
    const changed = { ...api, stages: { ...api.stages, [StageName!]: stage } }
    const starts = stage.AutoDeploy && !before.AutoDeploy
    return findStage(saveApi(ctx, starts ? deployAutomatically(ctx, changed, stage) : changed), StageName)
  },
})
