import type {
  DeleteResourceServerCommandInput, DeleteResourceServerCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider'
import { operation } from '../../../kernel/operation.ts'
import { removeResourceServer } from '../hosted-state.ts'
import { requireResourceServer } from '../issuer/hosted/resource-servers.ts'
import { poolArn } from '../issuer/issuer.ts'
import { RESOURCE_SERVER_ID, USER_POOL_ID } from '../limits.ts'
import { findPool } from '../state.ts'

export const DeleteResourceServer = operation<DeleteResourceServerCommandInput, DeleteResourceServerCommandOutput>({
  action: 'cognito-idp:DeleteResourceServer',
  resource: (input, ctx) => poolArn(ctx, input.UserPoolId!),
  limits: { UserPoolId: USER_POOL_ID, Identifier: RESOURCE_SERVER_ID },
  handle(input, ctx) {
    const pool = findPool(ctx, input.UserPoolId!)
    const { identifier } = requireResourceServer(ctx, pool, input.Identifier!)
    removeResourceServer(ctx, pool, identifier)
    return {}
  },
})
