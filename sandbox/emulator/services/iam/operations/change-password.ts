import type { ChangePasswordCommandInput, ChangePasswordCommandOutput } from '@aws-sdk/client-iam'
import { AwsError } from '../../../kernel/errors.ts'
import { operation } from '../../../kernel/operation.ts'
import { accessDenied } from '../errors.ts'
import { checkPassword, findLogin, hashOf, PASSWORD } from '../passwords.ts'
import { callingUser, findUser, saveUser } from '../state.ts'

export const ChangePassword = operation<ChangePasswordCommandInput, ChangePasswordCommandOutput>({
  action: 'iam:ChangePassword',
  resource: (_input, ctx) => ctx.principal.arn,
  limits: { OldPassword: PASSWORD, NewPassword: PASSWORD },
  handle(input, ctx) {
    if (ctx.principal.type !== 'user') throw new AwsError('InvalidUserType', 'Only IAM Users can change their own password.')
    const user = findUser(ctx, callingUser(ctx))
    const login = findLogin(user)
    if (hashOf(input.OldPassword!) !== login.passwordHash) throw accessDenied('The old password was incorrect.')
    checkPassword(ctx, input.NewPassword!)
    saveUser(ctx, { ...user, login: { ...login, passwordHash: hashOf(input.NewPassword!), resetRequired: false } })
    return {}
  },
})
