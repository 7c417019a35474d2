import type { UpdateAuthorizerCommandInput, UpdateAuthorizerCommandOutput } from '@aws-sdk/client-apigatewayv2'
import { operation } from '../../../kernel/operation.ts'
import { checkAuthorizer } from '../rules.ts'
import { arnOf, findApi, findChild, saveConfiguration } from '../state.ts'
import { defined } from '../views.ts'

export const UpdateAuthorizer = operation<UpdateAuthorizerCommandInput, UpdateAuthorizerCommandOutput>({
  action: 'apigateway:PATCH',
  resource: (input, ctx) => arnOf(ctx, input.ApiId, 'authorizers', input.AuthorizerId),
  handle({ ApiId, AuthorizerId, ...changes }, ctx) {
    const api = findApi(ctx, ApiId)
    const authorizer = { ...findChild(api.authorizers, 'Authorizer', AuthorizerId), ...defined(changes) }
    checkAuthorizer(authorizer)
    saveConfiguration(ctx, { ...api, authorizers: { ...api.authorizers, [AuthorizerId!]: authorizer } })
    return authorizer
  },
})
