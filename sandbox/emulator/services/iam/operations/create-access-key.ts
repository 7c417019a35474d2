import type { CreateAccessKeyCommandInput, CreateAccessKeyCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { ALPHANUMERIC } from '../../../kernel/ids.ts'
import { rememberKey } from '../access-keys.ts'
import { limitExceeded } from '../errors.ts'
import { callingUser, findUser, newAccessKeyId, ownUserResource, saveUser, wholeSeconds } from '../state.ts'

export const CreateAccessKey = operation<CreateAccessKeyCommandInput, CreateAccessKeyCommandOutput>({
  action: 'iam:CreateAccessKey',
  resource: ownUserResource,
  limits: { UserName: { min: 1, max: 128 } },
  handle(input, ctx) {
    const user = findUser(ctx, input.UserName ?? callingUser(ctx))
    if (user.keys.length >= 2) throw limitExceeded('Cannot exceed quota for AccessKeysPerUser: 2')
    const key = {
      id: newAccessKeyId('AKIA', ctx.ids),
      status: 'Active' as const,
      createdAt: wholeSeconds(ctx.now),
      secret: ctx.ids.chars(40, `${ALPHANUMERIC}+/`),
    }
    saveUser(ctx, { ...user, keys: [...user.keys, key] })
    rememberKey(ctx, user, key)
    return {
      AccessKey: {
        UserName: user.name,
        AccessKeyId: key.id,
        Status: key.status,
        SecretAccessKey: key.secret,
        CreateDate: new Date(key.createdAt),
      },
    }
  },
})
