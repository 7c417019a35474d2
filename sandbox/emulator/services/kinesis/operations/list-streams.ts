import type { ListStreamsCommandInput, ListStreamsCommandOutput } from '@aws-sdk/client-kinesis'
import { operation } from '../../../kernel/operation.ts'
import { NAME } from '../limits.ts'
import { listStreams } from '../state.ts'
import { summarise } from '../views.ts'

/** In the order of names; a `NextToken` is the last name of the page before. */
export const ListStreams = operation<ListStreamsCommandInput, ListStreamsCommandOutput>({
  action: 'kinesis:ListStreams',
  resource: '*',
  limits: { Limit: { minValue: 1, maxValue: 10_000 }, ExclusiveStartStreamName: NAME, NextToken: { max: 1_048_576, min: 1 } },
  handle(input, ctx) {
    const after = input.NextToken ?? input.ExclusiveStartStreamName ?? ''
    const rest = listStreams(ctx).filter((stream) => stream.name > after)
    const page = rest.slice(0, input.Limit ?? 100)
    const more = page.length < rest.length
    return {
      StreamNames: page.map((stream) => stream.name),
      HasMoreStreams: more,
      ...(more ? { NextToken: page.at(-1)!.name } : {}),
      StreamSummaries: page.map((stream) => summarise(stream, ctx.now)),
    }
  },
})
