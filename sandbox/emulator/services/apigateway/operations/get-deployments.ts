import type { GetDeploymentsCommandInput, GetDeploymentsCommandOutput } from '@aws-sdk/client-apigatewayv2'
import { operation } from '../../../kernel/operation.ts'
import { arnOf, findApi } from '../state.ts'
import { page } from '../views.ts'

export const GetDeployments = operation<GetDeploymentsCommandInput, GetDeploymentsCommandOutput>({
  action: 'apigateway:GET',
  resource: (input, ctx) => arnOf(ctx, input.ApiId, 'deployments'),
  handle: (input, ctx) => page(Object.values(findApi(ctx, input.ApiId).deployments).map(({ shown }) => shown), input),
})
