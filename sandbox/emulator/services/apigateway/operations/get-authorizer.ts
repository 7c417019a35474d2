import type { GetAuthorizerCommandInput, GetAuthorizerCommandOutput } from '@aws-sdk/client-apigatewayv2'
import { operation } from '../../../kernel/operation.ts'
import { arnOf, findApi, findChild } from '../state.ts'

export const GetAuthorizer = operation<GetAuthorizerCommandInput, GetAuthorizerCommandOutput>({
  action: 'apigateway:GET',
  resource: (input, ctx) => arnOf(ctx, input.ApiId, 'authorizers', input.AuthorizerId),
  handle: (input, ctx) => findChild(findApi(ctx, input.ApiId).authorizers, 'Authorizer', input.AuthorizerId),
})
