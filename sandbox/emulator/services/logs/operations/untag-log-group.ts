import type { UntagLogGroupCommandInput, UntagLogGroupCommandOutput } from '@aws-sdk/client-cloudwatch-logs'
import { operation } from '../../../kernel/operation.ts'
import { groupResource, NAME_LIMITS } from '../names.ts'
import { findGroup, saveGroup } from '../state.ts'
import { withoutTags } from '../tags.ts'

export const UntagLogGroup = operation<UntagLogGroupCommandInput, UntagLogGroupCommandOutput>({
  action: 'logs:UntagLogGroup',
  resource: groupResource,
  limits: { logGroupName: NAME_LIMITS.logGroupName, tags: { min: 1 } },
  handle(input, ctx) {
    const group = findGroup(ctx, input.logGroupName!)
    saveGroup(ctx, { ...group, tags: withoutTags(group.tags, input.tags!) })
    return {}
  },
})
