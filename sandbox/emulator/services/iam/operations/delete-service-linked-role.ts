import type { DeleteServiceLinkedRoleCommandInput, DeleteServiceLinkedRoleCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { invalidInput } from '../errors.ts'
import { addTask } from '../service-linked.ts'
import { findRole, isServiceLinked, removeRole, roleResource } from '../state.ts'

export const DeleteServiceLinkedRole = operation<DeleteServiceLinkedRoleCommandInput, DeleteServiceLinkedRoleCommandOutput>({
  action: 'iam:DeleteServiceLinkedRole',
  resource: roleResource,
  limits: { RoleName: { min: 1, max: 64 } },
  handle(input, ctx) {
    const role = findRole(ctx, input.RoleName!)
    if (!isServiceLinked(role)) throw invalidInput(`Role ${role.name} is not a service-linked role.`)
    removeRole(ctx, role)
    const id = `task${role.path}${role.name}/${ctx.ids.uuid()}`
    addTask(ctx, id, role.name)
    return { DeletionTaskId: id }
  },
})
