import type { GetLoginProfileCommandInput, GetLoginProfileCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { findLogin, loginView } from '../passwords.ts'
import { callingUser, findUser, ownUserResource } from '../state.ts'

export const GetLoginProfile = operation<GetLoginProfileCommandInput, GetLoginProfileCommandOutput>({
  action: 'iam:GetLoginProfile',
  resource: ownUserResource,
  limits: { UserName: { min: 1, max: 64 } },
  handle(input, ctx) {
    const user = findUser(ctx, input.UserName ?? callingUser(ctx))
    return { LoginProfile: loginView(user, findLogin(user)) }
  },
})
