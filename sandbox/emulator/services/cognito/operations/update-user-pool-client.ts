import type {
  UpdateUserPoolClientCommandInput, UpdateUserPoolClientCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider'
import { operation } from '../../../kernel/operation.ts'
import { describeClient, updatedClientSettings } from '../issuer/client-settings.ts'
import { poolArn } from '../issuer/issuer.ts'
import { CLIENT_ID, USER_POOL_ID } from '../limits.ts'
import { findClient, findPool, saveClient } from '../state.ts'

export const UpdateUserPoolClient = operation<UpdateUserPoolClientCommandInput, UpdateUserPoolClientCommandOutput>({
  action: 'cognito-idp:UpdateUserPoolClient',
  resource: (input, ctx) => poolArn(ctx, input.UserPoolId!),
  limits: { UserPoolId: USER_POOL_ID, ClientId: CLIENT_ID },
  handle(input, ctx) {
    const pool = findPool(ctx, input.UserPoolId!)
    const client = findClient(ctx, pool, input.ClientId!)
    const settings = updatedClientSettings(ctx, pool, client, input)
    return { UserPoolClient: describeClient(saveClient(ctx, pool, { ...client, updatedAt: ctx.now, settings })) }
  },
})
