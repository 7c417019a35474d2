import type { DeleteRoleCommandInput, DeleteRoleCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { deleteConflict } from '../errors.ts'
import { profilesWith } from '../instance-profiles.ts'
import { checkDeletable, findOwnRole, removeRole, roleResource } from '../state.ts'

export const DeleteRole = operation<DeleteRoleCommandInput, DeleteRoleCommandOutput>({
  action: 'iam:DeleteRole',
  resource: roleResource,
  limits: { RoleName: { min: 1, max: 64 } },
  handle(input, ctx) {
    const role = findOwnRole(ctx, input.RoleName!)
    if (profilesWith(ctx, role.name).length > 0) throw deleteConflict('Cannot delete entity, must remove roles from instance profile first.')
    checkDeletable(role)
    removeRole(ctx, role)
    return {}
  },
})
