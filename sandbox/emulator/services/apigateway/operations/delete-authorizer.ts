import type { DeleteAuthorizerCommandInput, DeleteAuthorizerCommandOutput } from '@aws-sdk/client-apigatewayv2'
import { operation } from '../../../kernel/operation.ts'
import { conflict } from '../errors.ts'
import { arnOf, findApi, findChild, saveConfiguration, without } from '../state.ts'

export const DeleteAuthorizer = operation<DeleteAuthorizerCommandInput, DeleteAuthorizerCommandOutput>({
  action: 'apigateway:DELETE',
  resource: (input, ctx) => arnOf(ctx, input.ApiId, 'authorizers', input.AuthorizerId),
  handle(input, ctx) {
    const api = findApi(ctx, input.ApiId)
    findChild(api.authorizers, 'Authorizer', input.AuthorizerId)
    const user = Object.values(api.routes).find(
      (route) => route.AuthorizationType !== 'NONE' && route.AuthorizerId === input.AuthorizerId,
    )
    // A route must not lose its authorizer and stand open.
    if (user) throw conflict(`Cannot delete authorizer '${input.AuthorizerId}': it is referenced by route '${user.RouteKey}'`)
    saveConfiguration(ctx, { ...api, authorizers: without(api.authorizers, input.AuthorizerId!) })
    return {}
  },
})
