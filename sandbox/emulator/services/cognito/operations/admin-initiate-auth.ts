import type {
  AdminInitiateAuthCommandInput, AdminInitiateAuthCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider'
import { operation } from '../../../kernel/operation.ts'
import { initiate } from '../issuer/flows.ts'
import { poolArn } from '../issuer/issuer.ts'
import { AUTH_FLOWS, CLIENT_ID, USER_POOL_ID } from '../limits.ts'
import { findClient, findPool } from '../state.ts'

export const AdminInitiateAuth = operation<AdminInitiateAuthCommandInput, AdminInitiateAuthCommandOutput>({
  action: 'cognito-idp:AdminInitiateAuth',
  resource: (input, ctx) => poolArn(ctx, input.UserPoolId!),
  limits: { UserPoolId: USER_POOL_ID, ClientId: CLIENT_ID, AuthFlow: { enum: AUTH_FLOWS } },
  handle(input, ctx) {
    const pool = findPool(ctx, input.UserPoolId!)
    const client = findClient(ctx, pool, input.ClientId!)
    return initiate(ctx, input.AuthFlow!, { pool, client, admin: true, parameters: input.AuthParameters ?? {}, metadata: input.ClientMetadata })
  },
})
