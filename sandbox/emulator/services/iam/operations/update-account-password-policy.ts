import type { UpdateAccountPasswordPolicyCommandInput, UpdateAccountPasswordPolicyCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { changeAccount } from '../account.ts'

export const UpdateAccountPasswordPolicy = operation<UpdateAccountPasswordPolicyCommandInput, UpdateAccountPasswordPolicyCommandOutput>({
  action: 'iam:UpdateAccountPasswordPolicy',
  resource: '*',
  limits: {
    MinimumPasswordLength: { minValue: 6, maxValue: 128 },
    MaxPasswordAge: { minValue: 1, maxValue: 1095 },
    PasswordReusePrevention: { minValue: 1, maxValue: 24 },
  },
  // What is not named goes back to its default.
  handle(input, ctx) {
    const { MaxPasswordAge, PasswordReusePrevention, HardExpiry } = input
    changeAccount(ctx, {
      passwordPolicy: {
        MinimumPasswordLength: input.MinimumPasswordLength ?? 6,
        RequireSymbols: input.RequireSymbols ?? false,
        RequireNumbers: input.RequireNumbers ?? false,
        RequireUppercaseCharacters: input.RequireUppercaseCharacters ?? false,
        RequireLowercaseCharacters: input.RequireLowercaseCharacters ?? false,
        AllowUsersToChangePassword: input.AllowUsersToChangePassword ?? false,
        ExpirePasswords: MaxPasswordAge !== undefined,
        ...(MaxPasswordAge === undefined ? {} : { MaxPasswordAge }),
        ...(PasswordReusePrevention === undefined ? {} : { PasswordReusePrevention }),
        ...(HardExpiry === undefined ? {} : { HardExpiry }),
      },
    })
    return {}
  },
})
