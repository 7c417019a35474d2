import type { DeleteLogGroupCommandInput, DeleteLogGroupCommandOutput } from '@aws-sdk/client-cloudwatch-logs'
import { operation } from '../../../kernel/operation.ts'
import { validationException } from '../errors.ts'
import { groupResource, NAME_LIMITS } from '../names.ts'
import { findGroup, removeGroup } from '../state.ts'

export const DeleteLogGroup = operation<DeleteLogGroupCommandInput, DeleteLogGroupCommandOutput>({
  action: 'logs:DeleteLogGroup',
  resource: groupResource,
  limits: { logGroupName: NAME_LIMITS.logGroupName },
  handle(input, ctx) {
    const group = findGroup(ctx, input.logGroupName!)
    if (group.deletionProtected)
      throw validationException('The log group cannot be deleted because deletion protection is enabled.')
    removeGroup(ctx, group.name)
    return {}
  },
})
