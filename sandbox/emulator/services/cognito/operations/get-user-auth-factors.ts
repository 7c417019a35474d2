import type { GetUserAuthFactorsCommandInput, GetUserAuthFactorsCommandOutput } from '@aws-sdk/client-cognito-identity-provider'
import { nothing, operation } from '../../../kernel/operation.ts'
import { readAccessToken } from '../issuer/access-token.ts'
import { describeUserMfa } from '../issuer/mfa-settings.ts'
import { configuredFactors } from '../issuer/user-auth.ts'
import { TOKEN } from '../limits.ts'

export const GetUserAuthFactors = operation<GetUserAuthFactorsCommandInput, GetUserAuthFactorsCommandOutput>({
  action: 'cognito-idp:GetUserAuthFactors',
  resource: '*',
  needs: nothing,
  limits: { AccessToken: TOKEN },
  async handle(input, ctx) {
    const { pool, user } = await readAccessToken(ctx, input.AccessToken!)
    return { Username: user.username, ...describeUserMfa(user), ConfiguredUserAuthFactors: configuredFactors(pool, user) }
  },
})
