import type { ListStreamConsumersCommandInput, ListStreamConsumersCommandOutput } from '@aws-sdk/client-kinesis'
import { operation } from '../../../kernel/operation.ts'
import { describeConsumer, listConsumers } from '../consumers.ts'
import { NEXT_TOKEN, STREAM_ARN } from '../limits.ts'
import { openPage, sealPage } from '../shards/page.ts'
import { addressedArn, findStream } from '../state.ts'

export const ListStreamConsumers = operation<ListStreamConsumersCommandInput, ListStreamConsumersCommandOutput>({
  action: 'kinesis:ListStreamConsumers',
  resource: addressedArn,
  limits: { StreamARN: STREAM_ARN, NextToken: NEXT_TOKEN, MaxResults: { minValue: 1, maxValue: 10_000 } },
  handle(input, ctx) {
    const stream = findStream(ctx, input)
    const consumers = listConsumers(ctx, stream)
    const start = input.NextToken === undefined ? 0 : openPage(input.NextToken, ctx.now).after
    const end = start + (input.MaxResults ?? 100)
    const token = () => sealPage({ streamName: stream.name, streamId: stream.id, after: end, issuedAt: ctx.now })
    return {
      Consumers: consumers.slice(start, end).map((consumer) => describeConsumer(consumer, ctx.now)),
      ...(end < consumers.length ? { NextToken: token() } : {}),
    }
  },
})
