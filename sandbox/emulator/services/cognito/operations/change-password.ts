import type { ChangePasswordCommandInput, ChangePasswordCommandOutput } from '@aws-sdk/client-cognito-identity-provider'
import { nothing, operation } from '../../../kernel/operation.ts'
import { wrongCredentials } from '../errors.ts'
import { readAccessToken } from '../issuer/access-token.ts'
import { newPassword, passwordMatches } from '../issuer/password.ts'
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
    updateUser(ctx, pool, user, newPassword(ctx.ids, pool, user, input.ProposedPassword!))
    return {}
  },
})
