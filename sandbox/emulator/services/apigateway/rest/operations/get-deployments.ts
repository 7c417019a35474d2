import type { GetDeploymentsCommandInput, GetDeploymentsCommandOutput } from '@aws-sdk/client-api-gateway'
import { operation } from '../../../../kernel/operation.ts'
import { arnOf, findApi } from '../state.ts'
import { page } from '../views.ts'

export const GetDeployments = operation<GetDeploymentsCommandInput, GetDeploymentsCommandOutput>({
  action: 'apigateway:GET',
  resource: (input, ctx) => arnOf(ctx, 'restapis', input.restApiId, 'deployments'),
  handle: (input, ctx) => page(Object.values(findApi(ctx, input.restApiId).deployments).map(({ shown }) => shown), input),
})
