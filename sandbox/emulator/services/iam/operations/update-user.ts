import type { UpdateUserCommandInput, UpdateUserCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { rememberKey } from '../access-keys.ts'
import { alreadyExists } from '../errors.ts'
import { checkName, checkPath, findUser, keyOf, removeUser, saveUser, userArn, userResource, users } from '../state.ts'

export const UpdateUser = operation<UpdateUserCommandInput, UpdateUserCommandOutput>({
  action: 'iam:UpdateUser',
  resource: userResource,
  limits: { UserName: { min: 1, max: 128 }, NewPath: { min: 1, max: 512 }, NewUserName: { min: 1, max: 64 } },
  handle(input, ctx) {
    const user = findUser(ctx, input.UserName!)
    const [name, path] = [input.NewUserName ?? user.name, input.NewPath ?? user.path]
    checkName('newUserName', name)
    checkPath(path)
    if (keyOf(name) !== keyOf(user.name) && users(ctx).has(keyOf(name)))
      throw alreadyExists(`User with name ${name} already exists.`)
    removeUser(ctx, user)
    const changed = saveUser(ctx, { ...user, name, path, arn: userArn(ctx, path, name) })
    for (const key of changed.keys) if (key.status === 'Active') rememberKey(ctx, changed, key)
    return {}
  },
})
