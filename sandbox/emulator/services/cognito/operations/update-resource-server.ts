import type {
  UpdateResourceServerCommandInput, UpdateResourceServerCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider'
import { operation } from '../../../kernel/operation.ts'
import { saveResourceServer } from '../hosted-state.ts'
import { describeResourceServer, requireResourceServer } from '../issuer/hosted/resource-servers.ts'
import { poolArn } from '../issuer/issuer.ts'
import { RESOURCE_SERVER_ID, RESOURCE_SERVER_NAME, RESOURCE_SERVER_SCOPES, USER_POOL_ID } from '../limits.ts'
import { findPool } from '../state.ts'

export const UpdateResourceServer = operation<UpdateResourceServerCommandInput, UpdateResourceServerCommandOutput>({
  action: 'cognito-idp:UpdateResourceServer',
  resource: (input, ctx) => poolArn(ctx, input.UserPoolId!),
  limits: { UserPoolId: USER_POOL_ID, Identifier: RESOURCE_SERVER_ID, Name: RESOURCE_SERVER_NAME, Scopes: RESOURCE_SERVER_SCOPES },
  handle(input, ctx) {
    const pool = findPool(ctx, input.UserPoolId!)
    const { identifier } = requireResourceServer(ctx, pool, input.Identifier!)
    const server = saveResourceServer(ctx, pool, { identifier, name: input.Name!, scopes: input.Scopes ?? [] })
    return { ResourceServer: describeResourceServer(pool, server) }
  },
})
