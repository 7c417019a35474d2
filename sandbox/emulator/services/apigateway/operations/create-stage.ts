import type { CreateStageCommandInput, CreateStageCommandOutput } from '@aws-sdk/client-apigatewayv2'
import { operation } from '../../../kernel/operation.ts'
import { addStage } from '../children.ts'
import { badRequest } from '../errors.ts'
import { arnOf, deployAutomatically, findApi, findChild, findStage, saveApi } from '../state.ts'

export const CreateStage = operation<CreateStageCommandInput, CreateStageCommandOutput>({
  action: 'apigateway:POST',
  resource: (input, ctx) => arnOf(ctx, input.ApiId, 'stages'),
  handle({ ApiId, ...input }, ctx) {
    const found = findApi(ctx, ApiId)
    if (input.AutoDeploy && input.DeploymentId) throw badRequest('Deployment ID cannot be specified when auto deploy is enabled')
    if (input.DeploymentId !== undefined) findChild(found.deployments, 'Deployment', input.DeploymentId)
    const [api, stage] = addStage(ctx, found, input)
    return findStage(saveApi(ctx, stage.AutoDeploy ? deployAutomatically(ctx, api, stage) : api), stage.StageName)
  },
})
