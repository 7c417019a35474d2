import type { GetDeploymentCommandInput, GetDeploymentCommandOutput } from '@aws-sdk/client-apigatewayv2'
import { operation } from '../../../kernel/operation.ts'
import { arnOf, findApi, findChild } from '../state.ts'

export const GetDeployment = operation<GetDeploymentCommandInput, GetDeploymentCommandOutput>({
  action: 'apigateway:GET',
  resource: (input, ctx) => arnOf(ctx, input.ApiId, 'deployments', input.DeploymentId),
  handle: (input, ctx) => findChild(findApi(ctx, input.ApiId).deployments, 'Deployment', input.DeploymentId).shown,
})
