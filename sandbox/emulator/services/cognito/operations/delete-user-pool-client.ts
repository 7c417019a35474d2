import type {
  DeleteUserPoolClientCommandInput, DeleteUserPoolClientCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider'
import { operation } from '../../../kernel/operation.ts'
import { poolArn } from '../issuer/issuer.ts'
import { CLIENT_ID, USER_POOL_ID } from '../limits.ts'
import { findClient, findPool, removeClient } from '../state.ts'

export const DeleteUserPoolClient = operation<DeleteUserPoolClientCommandInput, DeleteUserPoolClientCommandOutput>({
  action: 'cognito-idp:DeleteUserPoolClient',
  resource: (input, ctx) => poolArn(ctx, input.UserPoolId!),
  limits: { UserPoolId: USER_POOL_ID, ClientId: CLIENT_ID },
  handle(input, ctx) {
    const pool = findPool(ctx, input.UserPoolId!)
    removeClient(ctx, pool, findClient(ctx, pool, input.ClientId!))
    return {}
  },
})
