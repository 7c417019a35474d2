import type {
  SetUserPoolMfaConfigCommandInput, SetUserPoolMfaConfigCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider'
import { operation } from '../../../kernel/operation.ts'
import { poolArn } from '../issuer/issuer.ts'
import { describeMfaConfig, mfaConfig } from '../issuer/mfa-settings.ts'
import { USER_POOL_ID } from '../limits.ts'
import { findPool, savePool } from '../state.ts'

export const SetUserPoolMfaConfig = operation<SetUserPoolMfaConfigCommandInput, SetUserPoolMfaConfigCommandOutput>({
  action: 'cognito-idp:SetUserPoolMfaConfig',
  resource: (input, ctx) => poolArn(ctx, input.UserPoolId!),
  limits: { UserPoolId: USER_POOL_ID, MfaConfiguration: { enum: ['OFF', 'ON', 'OPTIONAL'] } },
  handle(input, ctx) {
    const pool = findPool(ctx, input.UserPoolId!)
    const { softwareTokenMfa, mode } = mfaConfig(input)
    const settings = { ...pool.settings, MfaConfiguration: mode }
    return describeMfaConfig(savePool(ctx, { ...pool, updatedAt: ctx.now, settings, softwareTokenMfa }))
  },
})
