import type { UpdateLoginProfileCommandInput, UpdateLoginProfileCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { checkPassword, findLogin, hashOf, PASSWORD } from '../passwords.ts'
import { findUser, saveUser, userResource } from '../state.ts'

export const UpdateLoginProfile = operation<UpdateLoginProfileCommandInput, UpdateLoginProfileCommandOutput>({
  action: 'iam:UpdateLoginProfile',
  resource: userResource,
  limits: { UserName: { min: 1, max: 64 }, Password: PASSWORD },
  handle(input, ctx) {
    const user = findUser(ctx, input.UserName!)
    const login = findLogin(user)
    if (input.Password !== undefined) checkPassword(ctx, input.Password)
    saveUser(ctx, {
      ...user,
      login: {
        ...login,
        ...(input.Password === undefined ? {} : { passwordHash: hashOf(input.Password) }),
        resetRequired: input.PasswordResetRequired ?? login.resetRequired,
      },
    })
    return {}
  },
})
