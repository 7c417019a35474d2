import type {
  GetUserPoolMfaConfigCommandInput, GetUserPoolMfaConfigCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider'
import { operation } from '../../../kernel/operation.ts'
import { poolArn } from '../issuer/issuer.ts'
import { describeMfaConfig } from '../issuer/mfa-settings.ts'
import { USER_POOL_ID } from '../limits.ts'
import { findPool } from '../state.ts'

export const GetUserPoolMfaConfig = operation<GetUserPoolMfaConfigCommandInput, GetUserPoolMfaConfigCommandOutput>({
  action: 'cognito-idp:GetUserPoolMfaConfig',
  resource: (input, ctx) => poolArn(ctx, input.UserPoolId!),
  limits: { UserPoolId: USER_POOL_ID },
  handle: (input, ctx) => describeMfaConfig(findPool(ctx, input.UserPoolId!)),
})
