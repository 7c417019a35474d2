import type { UpdateAuthorizerCommandInput, UpdateAuthorizerCommandOutput } from '@aws-sdk/client-api-gateway'
import { operation } from '../../../../kernel/operation.ts'
import { patched } from '../patch.ts'
import { checkAuthorizer } from '../rules.ts'
import { arnOf, findApi, findPart, saveApi } from '../state.ts'

export const UpdateAuthorizer = operation<UpdateAuthorizerCommandInput, UpdateAuthorizerCommandOutput>({
  action: 'apigateway:PATCH',
  resource: (input, ctx) => arnOf(ctx, 'restapis', input.restApiId, 'authorizers', input.authorizerId),
  handle(input, ctx) {
    const api = findApi(ctx, input.restApiId)
    const authorizer = patched(findPart(api.authorizers, 'authorizer', input.authorizerId), input.patchOperations, FIELDS)
    checkAuthorizer(authorizer)
    saveApi(ctx, { ...api, authorizers: { ...api.authorizers, [authorizer.id!]: authorizer } })
    return authorizer
  },
})

const FIELDS = {
  name: 'text', type: 'text', authType: 'text', authorizerUri: 'text', authorizerCredentials: 'text', identitySource: 'text',
  identityValidationExpression: 'text', authorizerResultTtlInSeconds: 'number', providerARNs: 'list',
} as const
