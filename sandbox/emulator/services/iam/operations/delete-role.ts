import type { DeleteRoleCommandInput, DeleteRoleCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { checkDeletable, findRole, removeRole, roleResource } from '../state.ts'

export const DeleteRole = operation<DeleteRoleCommandInput, DeleteRoleCommandOutput>({
  action: 'iam:DeleteRole',
  resource: roleResource,
  limits: { RoleName: { min: 1, max: 64 } },
  handle(input, ctx) {
    const role = findRole(ctx, input.RoleName!)
    checkDeletable(role)
    removeRole(ctx, role)
    return {}
  },
})
