import type { TagLogGroupCommandInput, TagLogGroupCommandOutput } from '@aws-sdk/client-cloudwatch-logs'
import { operation } from '../../../kernel/operation.ts'
import { groupResource, NAME_LIMITS } from '../names.ts'
import { findGroup, saveGroup } from '../state.ts'
import { withTags } from '../tags.ts'

export const TagLogGroup = operation<TagLogGroupCommandInput, TagLogGroupCommandOutput>({
  action: 'logs:TagLogGroup',
  resource: groupResource,
  limits: { logGroupName: NAME_LIMITS.logGroupName, tags: { min: 1, max: 50 } },
  handle(input, ctx) {
    const group = findGroup(ctx, input.logGroupName!)
    saveGroup(ctx, { ...group, tags: withTags(group.tags, input.tags!) })
    return {}
  },
})
