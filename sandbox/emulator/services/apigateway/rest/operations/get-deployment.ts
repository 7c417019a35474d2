import type { GetDeploymentCommandInput, GetDeploymentCommandOutput } from '@aws-sdk/client-api-gateway'
import { operation } from '../../../../kernel/operation.ts'
import { arnOf, findApi, findPart } from '../state.ts'

export const GetDeployment = operation<GetDeploymentCommandInput, GetDeploymentCommandOutput>({
  action: 'apigateway:GET',
  resource: (input, ctx) => arnOf(ctx, 'restapis', input.restApiId, 'deployments', input.deploymentId),
  handle: (input, ctx) => findPart(findApi(ctx, input.restApiId).deployments, 'deployment', input.deploymentId).shown,
})
