import type { GetAuthorizersCommandInput, GetAuthorizersCommandOutput } from '@aws-sdk/client-api-gateway'
import { operation } from '../../../../kernel/operation.ts'
import { arnOf, findApi } from '../state.ts'
import { page } from '../views.ts'

export const GetAuthorizers = operation<GetAuthorizersCommandInput, GetAuthorizersCommandOutput>({
  action: 'apigateway:GET',
  resource: (input, ctx) => arnOf(ctx, 'restapis', input.restApiId, 'authorizers'),
  handle: (input, ctx) => page(Object.values(findApi(ctx, input.restApiId).authorizers), input),
})
