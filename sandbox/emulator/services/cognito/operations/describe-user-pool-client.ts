import type {
  DescribeUserPoolClientCommandInput, DescribeUserPoolClientCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider'
import { operation } from '../../../kernel/operation.ts'
import { describeClient } from '../issuer/client-settings.ts'
import { poolArn } from '../issuer/issuer.ts'
import { CLIENT_ID, USER_POOL_ID } from '../limits.ts'
import { findClient, findPool } from '../state.ts'

export const DescribeUserPoolClient = operation<DescribeUserPoolClientCommandInput, DescribeUserPoolClientCommandOutput>({
  action: 'cognito-idp:DescribeUserPoolClient',
  resource: (input, ctx) => poolArn(ctx, input.UserPoolId!),
  limits: { UserPoolId: USER_POOL_ID, ClientId: CLIENT_ID },
  handle(input, ctx) {
    const pool = findPool(ctx, input.UserPoolId!)
    return { UserPoolClient: describeClient(findClient(ctx, pool, input.ClientId!)) }
  },
})
