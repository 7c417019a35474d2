import type { DeleteAccessKeyCommandInput, DeleteAccessKeyCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { forgetCredential } from '../../../kernel/credentials.ts'
import { callingUser, findKey, findUser, ownUserResource, saveUser } from '../state.ts'

export const DeleteAccessKey = operation<DeleteAccessKeyCommandInput, DeleteAccessKeyCommandOutput>({
  action: 'iam:DeleteAccessKey',
  resource: ownUserResource,
  limits: { UserName: { min: 1, max: 128 }, AccessKeyId: { min: 16, max: 128 } },
  handle(input, ctx) {
    const user = findUser(ctx, input.UserName ?? callingUser(ctx))
    const { id } = findKey(user, input.AccessKeyId!)
    saveUser(ctx, { ...user, keys: user.keys.filter((key) => key.id !== id) })
    forgetCredential(ctx, id)
    return {}
  },
})
