import type { DeleteDeploymentCommandInput, DeleteDeploymentCommandOutput } from '@aws-sdk/client-api-gateway'
import { operation } from '../../../../kernel/operation.ts'
import { badRequest } from '../../errors.ts'
import { without } from '../../state.ts'
import { arnOf, findApi, findPart, saveApi } from '../state.ts'

export const DeleteDeployment = operation<DeleteDeploymentCommandInput, DeleteDeploymentCommandOutput>({
  action: 'apigateway:DELETE',
  resource: (input, ctx) => arnOf(ctx, 'restapis', input.restApiId, 'deployments', input.deploymentId),
  handle(input, ctx) {
    const api = findApi(ctx, input.restApiId)
    const { id } = findPart(api.deployments, 'deployment', input.deploymentId).shown
    if (Object.values(api.stages).some(({ deploymentId }) => deploymentId === id))
      throw badRequest('Active stages pointing to this deployment must be moved or deleted')
    saveApi(ctx, { ...api, deployments: without(api.deployments, id) })
    return {}
  },
})
