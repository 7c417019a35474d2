import type { GetUserCommandInput, GetUserCommandOutput } from '@aws-sdk/client-cognito-identity-provider'
import { nothing, operation } from '../../../kernel/operation.ts'
import { readAccessToken } from '../issuer/access-token.ts'
import { attributeList } from '../issuer/attributes.ts'
import { describeUserMfa } from '../issuer/mfa-settings.ts'
import { TOKEN } from '../limits.ts'

export const GetUser = operation<GetUserCommandInput, GetUserCommandOutput>({
  action: 'cognito-idp:GetUser',
  resource: '*',
  needs: nothing,
  limits: { AccessToken: TOKEN },
  async handle(input, ctx) {
    const { user } = await readAccessToken(ctx, input.AccessToken!)
    return { Username: user.username, UserAttributes: attributeList(user), ...describeUserMfa(user) }
  },
})
