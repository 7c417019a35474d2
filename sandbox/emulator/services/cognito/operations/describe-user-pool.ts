import type {
  DescribeUserPoolCommandInput, DescribeUserPoolCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider'
import { operation } from '../../../kernel/operation.ts'
import { poolArn } from '../issuer/issuer.ts'
import { describePool } from '../issuer/pool-settings.ts'
import { USER_POOL_ID } from '../limits.ts'
import { findPool } from '../state.ts'

export const DescribeUserPool = operation<DescribeUserPoolCommandInput, DescribeUserPoolCommandOutput>({
  action: 'cognito-idp:DescribeUserPool',
  resource: (input, ctx) => poolArn(ctx, input.UserPoolId!),
  limits: { UserPoolId: USER_POOL_ID },
  handle: (input, ctx) => ({ UserPool: describePool(ctx, findPool(ctx, input.UserPoolId!)) }),
})
