import type {
  AdminSetUserPasswordCommandInput, AdminSetUserPasswordCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider'
import { operation } from '../../../kernel/operation.ts'
import { poolArn } from '../issuer/issuer.ts'
import { newPassword } from '../issuer/password.ts'
import { requireUser, updateUser } from '../issuer/users.ts'
import { PASSWORD, USERNAME, USER_POOL_ID } from '../limits.ts'
import { findPool } from '../state.ts'

export const AdminSetUserPassword = operation<AdminSetUserPasswordCommandInput, AdminSetUserPasswordCommandOutput>({
  action: 'cognito-idp:AdminSetUserPassword',
  resource: (input, ctx) => poolArn(ctx, input.UserPoolId!),
  limits: { UserPoolId: USER_POOL_ID, Username: USERNAME, Password: PASSWORD },
  handle(input, ctx) {
    const pool = findPool(ctx, input.UserPoolId!)
    const user = requireUser(ctx, pool, input.Username!)
    const password = newPassword(ctx.ids, pool, user, input.Password!)
    const { passwordExpiresAt: _, failures: __, ...kept } = user
    const days = pool.settings.Policies?.PasswordPolicy?.TemporaryPasswordValidityDays ?? 7
    updateUser(ctx, pool, kept, {
      ...password,
      status: input.Permanent ? 'CONFIRMED' : 'FORCE_CHANGE_PASSWORD',
      ...(input.Permanent ? {} : { passwordExpiresAt: ctx.now + days * 86_400_000 }),
    })
    return {}
  },
})
