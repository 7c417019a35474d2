import type { DeleteUserCommandInput, DeleteUserCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { deleteConflict } from '../errors.ts'
import { checkDeletable, findUser, removeUser, userResource } from '../state.ts'

export const DeleteUser = operation<DeleteUserCommandInput, DeleteUserCommandOutput>({
  action: 'iam:DeleteUser',
  resource: userResource,
  limits: { UserName: { min: 1, max: 128 } },
  handle(input, ctx) {
    const user = findUser(ctx, input.UserName!)
    checkDeletable(user)
    if (user.keys.length > 0) throw deleteConflict('Cannot delete entity, must delete access keys first.')
    if (user.groups.length > 0) throw deleteConflict('Cannot delete entity, must remove users from group first.')
    if (user.login) throw deleteConflict('Cannot delete entity, must delete login profile first.')
    removeUser(ctx, user)
    return {}
  },
})
