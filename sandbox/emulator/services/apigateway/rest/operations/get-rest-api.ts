import type { GetRestApiCommandInput, GetRestApiCommandOutput } from '@aws-sdk/client-api-gateway'
import { operation } from '../../../../kernel/operation.ts'
import { arnOf, findApi } from '../state.ts'

export const GetRestApi = operation<GetRestApiCommandInput, GetRestApiCommandOutput>({
  action: 'apigateway:GET',
  resource: (input, ctx) => arnOf(ctx, 'restapis', input.restApiId),
  handle: (input, ctx) => findApi(ctx, input.restApiId).api,
})
