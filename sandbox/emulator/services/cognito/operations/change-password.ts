import type { ChangePasswordCommandInput, ChangePasswordCommandOutput } from '@aws-sdk/client-cognito-identity-provider'
import { nothing, operation } from '../../../kernel/operation.ts'
import { wrongCredentials } from '../errors.ts'
import { readAccessToken } from '../issuer/access-token.ts'
import { checkPolicy, makeVerifier, passwordMatches } from '../issuer/password.ts'
import { updateUser } from '../issuer/users.ts'
import { PASSWORD, TOKEN } from '../limits.ts'

export const ChangePassword = operation<ChangePasswordCommandInput, ChangePasswordCommandOutput>({
  action: 'cognito-idp:ChangePassword',
  resource: '*',
  needs: nothing,
  limits: { AccessToken: TOKEN, PreviousPassword: PASSWORD, ProposedPassword: PASSWORD },
  async handle(input, ctx) {
    const { pool, user } = await readAccessToken(ctx, input.AccessToken!)
    if (!passwordMatches(pool, user, input.PreviousPassword ?? '')) throw wrongCredentials()
    checkPolicy(pool, input.ProposedPassword!)
    updateUser(ctx, pool, user, { password: makeVerifier(ctx.ids, pool, user.username, input.ProposedPassword!) })
    return {}
  },
})
