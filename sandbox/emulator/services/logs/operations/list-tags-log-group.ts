import type { ListTagsLogGroupCommandInput, ListTagsLogGroupCommandOutput } from '@aws-sdk/client-cloudwatch-logs'
import { operation } from '../../../kernel/operation.ts'
import { groupResource, NAME_LIMITS } from '../names.ts'
import { findGroup } from '../state.ts'

export const ListTagsLogGroup = operation<ListTagsLogGroupCommandInput, ListTagsLogGroupCommandOutput>({
  action: 'logs:ListTagsLogGroup',
  resource: groupResource,
  limits: { logGroupName: NAME_LIMITS.logGroupName },
  handle: (input, ctx) => ({ tags: { ...findGroup(ctx, input.logGroupName!).tags } }),
})
