import type { AddTagsToStreamCommandInput, AddTagsToStreamCommandOutput } from '@aws-sdk/client-kinesis'
import { operation } from '../../../kernel/operation.ts'
import { STREAM, TAGS } from '../limits.ts'
import { addressedArn } from '../state.ts'
import { addTags, taggedStream } from '../tags.ts'

export const AddTagsToStream = operation<AddTagsToStreamCommandInput, AddTagsToStreamCommandOutput>({
  action: 'kinesis:AddTagsToStream',
  resource: addressedArn,
  limits: { Tags: { min: 1, ...TAGS }, ...STREAM },
  handle(input, ctx) {
    addTags(ctx, taggedStream(ctx, input), input.Tags!)
    return {}
  },
})
