import type { CreateAuthorizerCommandInput, CreateAuthorizerCommandOutput } from '@aws-sdk/client-api-gateway'
import { operation } from '../../../../kernel/operation.ts'
import { addAuthorizer } from '../parts.ts'
import { arnOf, findApi, saveApi } from '../state.ts'

export const CreateAuthorizer = operation<CreateAuthorizerCommandInput, CreateAuthorizerCommandOutput>({
  action: 'apigateway:POST',
  resource: (input, ctx) => arnOf(ctx, 'restapis', input.restApiId, 'authorizers'),
  handle({ restApiId, ...input }, ctx) {
    const [api, authorizer] = addAuthorizer(ctx, findApi(ctx, restApiId), input)
    saveApi(ctx, api)
    return authorizer
  },
})
