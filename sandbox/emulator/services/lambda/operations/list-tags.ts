import type { ListTagsCommandInput, ListTagsCommandOutput } from '@aws-sdk/client-lambda'
import { operation } from '../../../kernel/operation.ts'
import { findTagged, TAGGABLE } from '../tags.ts'

export const ListTags = operation<ListTagsCommandInput, ListTagsCommandOutput>({
  action: 'lambda:ListTags',
  resource: (input) => input.Resource!,
  limits: { Resource: TAGGABLE },
  handle: (input, ctx) => ({ Tags: findTagged(ctx, input.Resource!).tags }),
})
