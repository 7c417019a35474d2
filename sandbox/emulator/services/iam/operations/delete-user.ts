import type { DeleteUserCommandInput, DeleteUserCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { deleteConflict } from '../errors.ts'
import { devicesOf } from '../mfa-devices.ts'
import { checkDeletable, findUser, removeUser, userResource } from '../state.ts'
import { credentialsOf, SERVICE_CREDENTIALS, SIGNING_CERTIFICATES, SSH_KEYS } from '../user-credentials.ts'

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
    if (devicesOf(ctx, user).length > 0) throw deleteConflict('Cannot delete entity, must delete MFA device first.')
    if (credentialsOf(ctx, SIGNING_CERTIFICATES, user).length > 0) throw deleteConflict('Cannot delete entity, must delete signing certificates first.')
    if (credentialsOf(ctx, SSH_KEYS, user).length > 0) throw deleteConflict('Cannot delete entity, must delete SSH public keys first.')
    if (credentialsOf(ctx, SERVICE_CREDENTIALS, user).length > 0) throw deleteConflict('Cannot delete entity, must delete service specific credentials first.')
    removeUser(ctx, user)
    return {}
  },
})
