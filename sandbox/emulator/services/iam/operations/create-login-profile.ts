import type { CreateLoginProfileCommandInput, CreateLoginProfileCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { alreadyExists, validationError } from '../errors.ts'
import { checkPassword, hashOf, loginView, PASSWORD } from '../passwords.ts'
import { callingUser, findUser, ownUserResource, saveUser, wholeSeconds } from '../state.ts'

export const CreateLoginProfile = operation<CreateLoginProfileCommandInput, CreateLoginProfileCommandOutput>({
  action: 'iam:CreateLoginProfile',
  resource: ownUserResource,
  limits: { UserName: { min: 1, max: 64 }, Password: PASSWORD },
  handle(input, ctx) {
    const user = findUser(ctx, input.UserName ?? callingUser(ctx))
    if (user.login) throw alreadyExists(`Login Profile for user ${user.name} already exists.`)
    if (input.Password === undefined) throw validationError('Password must be specified.')
    checkPassword(ctx, input.Password)
    const login = {
      createdAt: wholeSeconds(ctx.now),
      passwordHash: hashOf(input.Password),
      resetRequired: input.PasswordResetRequired ?? false,
    }
    saveUser(ctx, { ...user, login })
    return { LoginProfile: loginView(user, login) }
  },
})
