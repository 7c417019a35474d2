import type { ListTagsForResourceCommandInput, ListTagsForResourceCommandOutput } from '@aws-sdk/client-cloudwatch-logs'
import { operation } from '../../../kernel/operation.ts'
import { taggedGroup } from '../tags.ts'

export const ListTagsForResource = operation<ListTagsForResourceCommandInput, ListTagsForResourceCommandOutput>({
  action: 'logs:ListTagsForResource',
  resource: (input) => input.resourceArn!,
  limits: { resourceArn: { min: 1, max: 1011 } },
  handle: (input, ctx) => ({ tags: { ...taggedGroup(ctx, input.resourceArn!).tags } }),
})
