import type {
  DescribeResourceServerCommandInput, DescribeResourceServerCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider'
import { operation } from '../../../kernel/operation.ts'
import { describeResourceServer, requireResourceServer } from '../issuer/hosted/resource-servers.ts'
import { poolArn } from '../issuer/issuer.ts'
import { RESOURCE_SERVER_ID, USER_POOL_ID } from '../limits.ts'
import { findPool } from '../state.ts'

export const DescribeResourceServer = operation<DescribeResourceServerCommandInput, DescribeResourceServerCommandOutput>({
  action: 'cognito-idp:DescribeResourceServer',
  resource: (input, ctx) => poolArn(ctx, input.UserPoolId!),
  limits: { UserPoolId: USER_POOL_ID, Identifier: RESOURCE_SERVER_ID },
  handle(input, ctx) {
    const pool = findPool(ctx, input.UserPoolId!)
    return { ResourceServer: describeResourceServer(pool, requireResourceServer(ctx, pool, input.Identifier!)) }
  },
})
