import type { TagResourceCommandInput, TagResourceCommandOutput } from '@aws-sdk/client-kinesis'
import { operation } from '../../../kernel/operation.ts'
import { RESOURCE_ARN, TAGS } from '../limits.ts'
import { addTags, taggedByArn } from '../tags.ts'

export const TagResource = operation<TagResourceCommandInput, TagResourceCommandOutput>({
  action: 'kinesis:TagResource',
  resource: (input) => input.ResourceARN!,
  limits: { Tags: { min: 1, ...TAGS }, ResourceARN: RESOURCE_ARN },
  handle(input, ctx) {
    addTags(ctx, taggedByArn(ctx, input.ResourceARN!), input.Tags!)
    return {}
  },
})
