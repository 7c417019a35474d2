import type { UntagResourceCommandInput, UntagResourceCommandOutput } from '@aws-sdk/client-lambda'
import { operation } from '../../../kernel/operation.ts'
import { findTagged, TAGGABLE } from '../tags.ts'

export const UntagResource = operation<UntagResourceCommandInput, UntagResourceCommandOutput>({
  action: 'lambda:UntagResource',
  resource: (input) => input.Resource!,
  limits: { Resource: TAGGABLE },
  handle(input, ctx) {
    const tagged = findTagged(ctx, input.Resource!)
    const removed = new Set(input.TagKeys)
    tagged.put(Object.fromEntries(Object.entries(tagged.tags).filter(([key]) => !removed.has(key))))
    return {}
  },
})
