import type { TagResourceCommandInput, TagResourceCommandOutput } from '@aws-sdk/client-lambda'
import { operation } from '../../../kernel/operation.ts'
import { findTagged, TAGGABLE } from '../tags.ts'

export const TagResource = operation<TagResourceCommandInput, TagResourceCommandOutput>({
  action: 'lambda:TagResource',
  resource: (input) => input.Resource!,
  limits: { Resource: TAGGABLE },
  handle(input, ctx) {
    const tagged = findTagged(ctx, input.Resource!)
    tagged.put({ ...tagged.tags, ...input.Tags })
    return {}
  },
})
