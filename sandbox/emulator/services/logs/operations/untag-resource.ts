import type { UntagResourceCommandInput, UntagResourceCommandOutput } from '@aws-sdk/client-cloudwatch-logs'
import { operation } from '../../../kernel/operation.ts'
import { saveGroup } from '../state.ts'
import { taggedGroup, withoutTags } from '../tags.ts'

export const UntagResource = operation<UntagResourceCommandInput, UntagResourceCommandOutput>({
  action: 'logs:UntagResource',
  resource: (input) => input.resourceArn!,
  limits: { resourceArn: { min: 1, max: 1011 }, tagKeys: { max: 50 } },
  handle(input, ctx) {
    const group = taggedGroup(ctx, input.resourceArn!)
    saveGroup(ctx, { ...group, tags: withoutTags(group.tags, input.tagKeys!) })
    return {}
  },
})
