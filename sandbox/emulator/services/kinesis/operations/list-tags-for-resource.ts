import type { ListTagsForResourceCommandInput, ListTagsForResourceCommandOutput } from '@aws-sdk/client-kinesis'
import { operation } from '../../../kernel/operation.ts'
import { RESOURCE_ARN } from '../limits.ts'
import { listTags, taggedByArn } from '../tags.ts'

export const ListTagsForResource = operation<ListTagsForResourceCommandInput, ListTagsForResourceCommandOutput>({
  action: 'kinesis:ListTagsForResource',
  resource: (input) => input.ResourceARN!,
  limits: { ResourceARN: RESOURCE_ARN },
  handle: (input, ctx) => ({ Tags: listTags(taggedByArn(ctx, input.ResourceARN!)) }),
})
