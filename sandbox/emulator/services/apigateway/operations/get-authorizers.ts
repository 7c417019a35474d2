import type { GetAuthorizersCommandInput, GetAuthorizersCommandOutput } from '@aws-sdk/client-apigatewayv2'
import { operation } from '../../../kernel/operation.ts'
import { arnOf, findApi } from '../state.ts'
import { page } from '../views.ts'

export const GetAuthorizers = operation<GetAuthorizersCommandInput, GetAuthorizersCommandOutput>({
  action: 'apigateway:GET',
  resource: (input, ctx) => arnOf(ctx, input.ApiId, 'authorizers'),
  handle: (input, ctx) => page(Object.values(findApi(ctx, input.ApiId).authorizers), input),
})
