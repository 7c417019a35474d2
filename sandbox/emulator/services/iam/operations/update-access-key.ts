import type { UpdateAccessKeyCommandInput, UpdateAccessKeyCommandOutput } from '@aws-sdk/client-iam'
import { forgetCredential } from '../../../kernel/credentials.ts'
import { operation } from '../../../kernel/operation.ts'
import { rememberKey } from '../access-keys.ts'
import { callingUser, findKey, findUser, ownUserResource, saveUser, type AccessKey } from '../state.ts'

export const UpdateAccessKey = operation<UpdateAccessKeyCommandInput, UpdateAccessKeyCommandOutput>({
  action: 'iam:UpdateAccessKey',
  resource: ownUserResource,
  limits: { UserName: { min: 1, max: 128 }, AccessKeyId: { min: 16, max: 128 }, Status: { enum: ['Active', 'Inactive'] } },
  handle(input, ctx) {
    const user = findUser(ctx, input.UserName ?? callingUser(ctx))
    const changed = { ...findKey(user, input.AccessKeyId!), status: input.Status as AccessKey['status'] }
    saveUser(ctx, { ...user, keys: user.keys.map((key) => (key.id === changed.id ? changed : key)) })
    if (changed.status === 'Inactive') forgetCredential(ctx, changed.id)
    else rememberKey(ctx, user, changed)
    return {}
  },
})
