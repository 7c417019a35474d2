import type { SetSecurityTokenServicePreferencesCommandInput, SetSecurityTokenServicePreferencesCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { changeAccount } from '../account.ts'

export const SetSecurityTokenServicePreferences = operation<SetSecurityTokenServicePreferencesCommandInput, SetSecurityTokenServicePreferencesCommandOutput>({
  action: 'iam:SetSecurityTokenServicePreferences',
  resource: '*',
  storedOnly: true,
  limits: { GlobalEndpointTokenVersion: { enum: ['v1Token', 'v2Token'] } },
  handle(input, ctx) {
    changeAccount(ctx, { globalTokenVersion: input.GlobalEndpointTokenVersion === 'v2Token' ? 2 : 1 })
    return {}
  },
})
