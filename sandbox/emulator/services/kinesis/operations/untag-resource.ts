import type { UntagResourceCommandInput, UntagResourceCommandOutput } from '@aws-sdk/client-kinesis'
import { operation } from '../../../kernel/operation.ts'
import { RESOURCE_ARN, TAG_KEYS } from '../limits.ts'
import { removeTags, taggedByArn } from '../tags.ts'

export const UntagResource = operation<UntagResourceCommandInput, UntagResourceCommandOutput>({
  action: 'kinesis:UntagResource',
  resource: (input) => input.ResourceARN!,
  limits: { TagKeys: TAG_KEYS, ResourceARN: RESOURCE_ARN },
  handle(input, ctx) {
    removeTags(taggedByArn(ctx, input.ResourceARN!), input.TagKeys!)
    return {}
  },
})
