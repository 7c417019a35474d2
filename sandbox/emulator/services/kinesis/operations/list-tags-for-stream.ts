import type { ListTagsForStreamCommandInput, ListTagsForStreamCommandOutput } from '@aws-sdk/client-kinesis'
import { operation } from '../../../kernel/operation.ts'
import { STREAM } from '../limits.ts'
import { addressedArn } from '../state.ts'
import { listTags, taggedStream } from '../tags.ts'

const LARGEST_PAGE = 50

export const ListTagsForStream = operation<ListTagsForStreamCommandInput, ListTagsForStreamCommandOutput>({
  action: 'kinesis:ListTagsForStream',
  resource: addressedArn,
  limits: { Limit: { minValue: 1, maxValue: LARGEST_PAGE }, ExclusiveStartTagKey: { max: 128, min: 1 }, ...STREAM },
  handle(input, ctx) {
    const after = input.ExclusiveStartTagKey ?? ''
    const rest = listTags(taggedStream(ctx, input)).filter(({ Key }) => Key! > after)
    const page = rest.slice(0, input.Limit ?? LARGEST_PAGE)
    return { Tags: page, HasMoreTags: page.length < rest.length }
  },
})
