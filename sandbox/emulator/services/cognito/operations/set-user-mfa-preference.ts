import type {
  SetUserMFAPreferenceCommandInput, SetUserMFAPreferenceCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider'
import { nothing, operation } from '../../../kernel/operation.ts'
import { readAccessToken } from '../issuer/access-token.ts'
import { preferMfa } from '../issuer/mfa-settings.ts'
import { TOKEN } from '../limits.ts'

export const SetUserMFAPreference = operation<SetUserMFAPreferenceCommandInput, SetUserMFAPreferenceCommandOutput>({
  action: 'cognito-idp:SetUserMFAPreference',
  resource: '*',
  needs: nothing,
  limits: { AccessToken: TOKEN },
  async handle(input, ctx) {
    const { pool, user } = await readAccessToken(ctx, input.AccessToken!)
    preferMfa(ctx, pool, user, input)
    return {}
  },
})
