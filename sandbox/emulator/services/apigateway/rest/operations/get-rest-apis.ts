import type { GetRestApisCommandInput, GetRestApisCommandOutput } from '@aws-sdk/client-api-gateway'
import { operation } from '../../../../kernel/operation.ts'
import { arnOf, listApis } from '../state.ts'
import { page } from '../views.ts'

export const GetRestApis = operation<GetRestApisCommandInput, GetRestApisCommandOutput>({
  action: 'apigateway:GET',
  resource: (_input, ctx) => arnOf(ctx, 'restapis'),
  handle: (input, ctx) => page(listApis(ctx).map(({ api }) => api), input),
})
