import type {
  CreateResourceServerCommandInput, CreateResourceServerCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider'
import { operation } from '../../../kernel/operation.ts'
import { invalidParameter } from '../errors.ts'
import { resourceServersOf, saveResourceServer } from '../hosted-state.ts'
import { describeResourceServer } from '../issuer/hosted/resource-servers.ts'
import { poolArn } from '../issuer/issuer.ts'
import { RESOURCE_SERVER_ID, RESOURCE_SERVER_NAME, RESOURCE_SERVER_SCOPES, USER_POOL_ID } from '../limits.ts'
import { findPool } from '../state.ts'

export const CreateResourceServer = operation<CreateResourceServerCommandInput, CreateResourceServerCommandOutput>({
  action: 'cognito-idp:CreateResourceServer',
  resource: (input, ctx) => poolArn(ctx, input.UserPoolId!),
  limits: { UserPoolId: USER_POOL_ID, Identifier: RESOURCE_SERVER_ID, Name: RESOURCE_SERVER_NAME, Scopes: RESOURCE_SERVER_SCOPES },
  handle(input, ctx) {
    const pool = findPool(ctx, input.UserPoolId!)
    const { Identifier: identifier, Name: name, Scopes: scopes = [] } = input
    if (resourceServersOf(ctx, pool).has(identifier!)) throw invalidParameter(`${identifier} already exists in user pool ${pool.id}.`)
    const server = saveResourceServer(ctx, pool, { identifier: identifier!, name: name!, scopes })
    return { ResourceServer: describeResourceServer(pool, server) }
  },
})
