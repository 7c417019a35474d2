import type { UpdateDeploymentCommandInput, UpdateDeploymentCommandOutput } from '@aws-sdk/client-api-gateway'
import { operation } from '../../../../kernel/operation.ts'
import { patched } from '../patch.ts'
import { arnOf, findApi, findPart, saveApi } from '../state.ts'

export const UpdateDeployment = operation<UpdateDeploymentCommandInput, UpdateDeploymentCommandOutput>({
  action: 'apigateway:PATCH',
  resource: (input, ctx) => arnOf(ctx, 'restapis', input.restApiId, 'deployments', input.deploymentId),
  handle(input, ctx) {
    const api = findApi(ctx, input.restApiId)
    const found = findPart(api.deployments, 'deployment', input.deploymentId)
    const shown = patched(found.shown, input.patchOperations, { description: 'text' })
    saveApi(ctx, { ...api, deployments: { ...api.deployments, [shown.id]: { ...found, shown } } })
    return shown
  },
})
