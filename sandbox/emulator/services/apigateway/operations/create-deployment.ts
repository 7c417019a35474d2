import type { CreateDeploymentCommandInput, CreateDeploymentCommandOutput } from '@aws-sdk/client-apigatewayv2'
import { operation } from '../../../kernel/operation.ts'
import { badRequest } from '../errors.ts'
import { NO_ROUTE, arnOf, configurationOf, findApi, findStage, newChildId, saveApi, secondsOf } from '../state.ts'

/** Keeps the API as it is now; with a stage named, that stage serves it from here on. */
export const CreateDeployment = operation<CreateDeploymentCommandInput, CreateDeploymentCommandOutput>({
  action: 'apigateway:POST',
  resource: (input, ctx) => arnOf(ctx, input.ApiId, 'deployments'),
  handle(input, ctx) {
    const api = findApi(ctx, input.ApiId)
    const stage = input.StageName === undefined ? undefined : findStage(api, input.StageName)
    if (stage?.AutoDeploy)
      throw badRequest('Deployments cannot be created for stages that have auto deploy enabled')
    if (Object.keys(api.routes).length === 0) throw badRequest(NO_ROUTE)
    const DeploymentId = newChildId(ctx, api.deployments)
    const shown = {
      AutoDeployed: false,
      CreatedDate: secondsOf(ctx),
      DeploymentId,
      DeploymentStatus: 'DEPLOYED' as const,
      ...(input.Description === undefined ? {} : { Description: input.Description }),
    }
    const deployments = { ...api.deployments, [DeploymentId]: { shown, configuration: configurationOf(api) } }
    const stages = stage
      ? { ...api.stages, [stage.StageName!]: { ...stage, DeploymentId, LastUpdatedDate: secondsOf(ctx) } }
      : api.stages
    saveApi(ctx, { ...api, deployments, stages })
    return shown
  },
})
