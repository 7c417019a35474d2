import type { DeleteLoginProfileCommandInput, DeleteLoginProfileCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { noSuchEntity } from '../errors.ts'
import { callingUser, findUser, ownUserResource, saveUser } from '../state.ts'

export const DeleteLoginProfile = operation<DeleteLoginProfileCommandInput, DeleteLoginProfileCommandOutput>({
  action: 'iam:DeleteLoginProfile',
  resource: ownUserResource,
  limits: { UserName: { min: 1, max: 64 } },
  handle(input, ctx) {
    const { login, ...user } = findUser(ctx, input.UserName ?? callingUser(ctx))
    if (!login) throw noSuchEntity(`Login Profile for User ${user.name} cannot be found.`)
    saveUser(ctx, user)
    return {}
  },
})
