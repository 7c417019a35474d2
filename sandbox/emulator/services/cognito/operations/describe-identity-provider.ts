import type {
  DescribeIdentityProviderCommandInput, DescribeIdentityProviderCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider'
import { operation } from '../../../kernel/operation.ts'
import { poolArn } from '../issuer/issuer.ts'
import { PROVIDER_NAME, USER_POOL_ID } from '../limits.ts'
import { findPool } from '../state.ts'
import { requireProvider } from '../stored-state.ts'

export const DescribeIdentityProvider = operation<DescribeIdentityProviderCommandInput, DescribeIdentityProviderCommandOutput>({
  action: 'cognito-idp:DescribeIdentityProvider',
  resource: (input, ctx) => poolArn(ctx, input.UserPoolId!),
  limits: { UserPoolId: USER_POOL_ID, ProviderName: PROVIDER_NAME },
  handle: (input, ctx) => ({ IdentityProvider: requireProvider(ctx, findPool(ctx, input.UserPoolId!), input.ProviderName!) }),
})
