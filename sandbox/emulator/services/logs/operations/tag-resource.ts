import type { TagResourceCommandInput, TagResourceCommandOutput } from '@aws-sdk/client-cloudwatch-logs'
import { operation } from '../../../kernel/operation.ts'
import { saveGroup } from '../state.ts'
import { taggedGroup, withTags } from '../tags.ts'

export const TagResource = operation<TagResourceCommandInput, TagResourceCommandOutput>({
  action: 'logs:TagResource',
  resource: (input) => input.resourceArn!,
  limits: { resourceArn: { min: 1, max: 1011 }, tags: { min: 1, max: 50 } },
  handle(input, ctx) {
    const group = taggedGroup(ctx, input.resourceArn!)
    saveGroup(ctx, { ...group, tags: withTags(group.tags, input.tags!) })
    return {}
  },
})
