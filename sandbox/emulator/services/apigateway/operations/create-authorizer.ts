import type { CreateAuthorizerCommandInput, CreateAuthorizerCommandOutput } from '@aws-sdk/client-apigatewayv2'
import { operation } from '../../../kernel/operation.ts'
import { addAuthorizer } from '../children.ts'
import { arnOf, findApi, saveConfiguration } from '../state.ts'

export const CreateAuthorizer = operation<CreateAuthorizerCommandInput, CreateAuthorizerCommandOutput>({
  action: 'apigateway:POST',
  resource: (input, ctx) => arnOf(ctx, input.ApiId, 'authorizers'),
  handle({ ApiId, ...input }, ctx) {
    const [api, authorizer] = addAuthorizer(ctx, findApi(ctx, ApiId), input)
    saveConfiguration(ctx, api)
    return authorizer
  },
})
