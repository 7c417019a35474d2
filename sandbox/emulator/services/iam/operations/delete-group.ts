import type { DeleteGroupCommandInput, DeleteGroupCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { deleteConflict } from '../errors.ts'
import { membersOf } from '../members.ts'
import { checkDeletable, findGroup, groupResource, removeGroup } from '../state.ts'

export const DeleteGroup = operation<DeleteGroupCommandInput, DeleteGroupCommandOutput>({
  action: 'iam:DeleteGroup',
  resource: groupResource,
  limits: { GroupName: { min: 1, max: 128 } },
  handle(input, ctx) {
    const group = findGroup(ctx, input.GroupName!)
    if (membersOf(ctx, group).length > 0) throw deleteConflict('Cannot delete entity, must remove users from group first.')
    checkDeletable(group)
    removeGroup(ctx, group)
    return {}
  },
})
