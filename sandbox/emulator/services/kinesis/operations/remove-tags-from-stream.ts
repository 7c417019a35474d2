import type { RemoveTagsFromStreamCommandInput, RemoveTagsFromStreamCommandOutput } from '@aws-sdk/client-kinesis'
import { operation } from '../../../kernel/operation.ts'
import { STREAM, TAG_KEYS } from '../limits.ts'
import { addressedArn } from '../state.ts'
import { removeTags, taggedStream } from '../tags.ts'

export const RemoveTagsFromStream = operation<RemoveTagsFromStreamCommandInput, RemoveTagsFromStreamCommandOutput>({
  action: 'kinesis:RemoveTagsFromStream',
  resource: addressedArn,
  limits: { TagKeys: TAG_KEYS, ...STREAM },
  handle(input, ctx) {
    removeTags(taggedStream(ctx, input), input.TagKeys!)
    return {}
  },
})
