import type { DeleteDeploymentCommandInput, DeleteDeploymentCommandOutput } from '@aws-sdk/client-apigatewayv2'
import { operation } from '../../../kernel/operation.ts'
import { badRequest } from '../errors.ts'
import { arnOf, findApi, findChild, saveApi, without } from '../state.ts'

export const DeleteDeployment = operation<DeleteDeploymentCommandInput, DeleteDeploymentCommandOutput>({
  action: 'apigateway:DELETE',
  resource: (input, ctx) => arnOf(ctx, input.ApiId, 'deployments', input.DeploymentId),
  handle(input, ctx) {
    const api = findApi(ctx, input.ApiId)
    const { shown } = findChild(api.deployments, 'Deployment', input.DeploymentId)
    if (Object.values(api.stages).some((stage) => stage.DeploymentId === shown.DeploymentId))
      throw badRequest('Active stages pointing to this deployment must be moved or deleted')
    saveApi(ctx, { ...api, deployments: without(api.deployments, shown.DeploymentId) })
    return {}
  },
})
