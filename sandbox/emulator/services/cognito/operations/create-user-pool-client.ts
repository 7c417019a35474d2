import type {
  CreateUserPoolClientCommandInput, CreateUserPoolClientCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider'
import { LOWER_ALPHANUMERIC } from '../../../kernel/ids.ts'
import { operation } from '../../../kernel/operation.ts'
import { describeClient, newClientSettings } from '../issuer/client-settings.ts'
import { poolArn } from '../issuer/issuer.ts'
import { USER_POOL_ID } from '../limits.ts'
import { findPool, saveClient } from '../state.ts'

export const CreateUserPoolClient = operation<CreateUserPoolClientCommandInput, CreateUserPoolClientCommandOutput>({
  action: 'cognito-idp:CreateUserPoolClient',
  resource: (input, ctx) => poolArn(ctx, input.UserPoolId!),
  limits: { UserPoolId: USER_POOL_ID, ClientName: { min: 1, max: 128, pattern: '[\\w\\s+=,.@-]+' } },
  handle(input, ctx) {
    const pool = findPool(ctx, input.UserPoolId!)
    const client = saveClient(ctx, pool, {
      id: ctx.ids.chars(26, LOWER_ALPHANUMERIC),
      poolId: pool.id,
      createdAt: ctx.now,
      updatedAt: ctx.now,
      settings: newClientSettings(ctx, pool, input),
    })
    return { UserPoolClient: describeClient(client) }
  },
})
