import type {
  SetUserPoolMfaConfigCommandInput, SetUserPoolMfaConfigCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider'
import { operation } from '../../../kernel/operation.ts'
import { poolArn } from '../issuer/issuer.ts'
import { describeMfaConfig, withMfaConfig } from '../issuer/mfa-settings.ts'
import { USER_POOL_ID } from '../limits.ts'
import { findPool, savePool } from '../state.ts'

export const SetUserPoolMfaConfig = operation<SetUserPoolMfaConfigCommandInput, SetUserPoolMfaConfigCommandOutput>({
  action: 'cognito-idp:SetUserPoolMfaConfig',
  resource: (input, ctx) => poolArn(ctx, input.UserPoolId!),
  limits: { UserPoolId: USER_POOL_ID, MfaConfiguration: { enum: ['OFF', 'ON', 'OPTIONAL'] } },
  handle(input, ctx) {
    const pool = withMfaConfig(findPool(ctx, input.UserPoolId!), input)
    return describeMfaConfig(savePool(ctx, { ...pool, updatedAt: ctx.now }))
  },
})
