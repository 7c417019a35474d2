import type { GetAuthorizerCommandInput, GetAuthorizerCommandOutput } from '@aws-sdk/client-api-gateway'
import { operation } from '../../../../kernel/operation.ts'
import { arnOf, findApi, findPart } from '../state.ts'

export const GetAuthorizer = operation<GetAuthorizerCommandInput, GetAuthorizerCommandOutput>({
  action: 'apigateway:GET',
  resource: (input, ctx) => arnOf(ctx, 'restapis', input.restApiId, 'authorizers', input.authorizerId),
  handle: (input, ctx) => findPart(findApi(ctx, input.restApiId).authorizers, 'authorizer', input.authorizerId),
})
