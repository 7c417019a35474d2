import type { CreateDeploymentCommandInput, CreateDeploymentCommandOutput } from '@aws-sdk/client-api-gateway'
import { operation } from '../../../../kernel/operation.ts'
import { unsupported } from '../../errors.ts'
import { deploy } from '../parts.ts'
import { arnOf, findApi, findPart, saveApi } from '../state.ts'

export const CreateDeployment = operation<CreateDeploymentCommandInput, CreateDeploymentCommandOutput>({
  action: 'apigateway:POST',
  resource: (input, ctx) => arnOf(ctx, 'restapis', input.restApiId, 'deployments'),
  handle({ restApiId, ...input }, ctx) {
    if (input.canarySettings) throw unsupported('canarySettings')
    const [api, id] = deploy(ctx, findApi(ctx, restApiId), input)
    return findPart(saveApi(ctx, api).deployments, 'deployment', id).shown
  },
})
