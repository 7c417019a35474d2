import type { DeleteAuthorizerCommandInput, DeleteAuthorizerCommandOutput } from '@aws-sdk/client-api-gateway'
import { operation } from '../../../../kernel/operation.ts'
import { conflict } from '../../errors.ts'
import { without } from '../../state.ts'
import { arnOf, findApi, findPart, saveApi } from '../state.ts'

export const DeleteAuthorizer = operation<DeleteAuthorizerCommandInput, DeleteAuthorizerCommandOutput>({
  action: 'apigateway:DELETE',
  resource: (input, ctx) => arnOf(ctx, 'restapis', input.restApiId, 'authorizers', input.authorizerId),
  handle(input, ctx) {
    const api = findApi(ctx, input.restApiId)
    const id = findPart(api.authorizers, 'authorizer', input.authorizerId).id!
    const methods = Object.values(api.resources).flatMap(({ resourceMethods }) => Object.values(resourceMethods))
    if (methods.some(({ authorizerId }) => authorizerId === id)) throw conflict('Cannot delete authorizer, is referenced in method')
    saveApi(ctx, { ...api, authorizers: without(api.authorizers, id) })
    return {}
  },
})
