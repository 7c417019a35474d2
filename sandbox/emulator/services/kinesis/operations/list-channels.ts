import type { ListChannelsCommandInput, ListChannelsCommandOutput, StreamFilter } from '@aws-sdk/client-kinesis'
import { operation } from '../../../kernel/operation.ts'
import { listChannels, summariseChannel, type Channel } from '../channels.ts'
import { NEXT_TOKEN, STREAM_ARN } from '../limits.ts'
import { openPage, sealPage } from '../shards/page.ts'

const LARGEST_PAGE = 100

export const ListChannels = operation<ListChannelsCommandInput, ListChannelsCommandOutput>({
  action: 'kinesis:ListChannels',
  storedOnly: true,
  resource: '*',
  limits: {
    StreamFilter: { each: { members: { StreamARN: { ...STREAM_ARN, required: true } } } },
    MaxResults: { minValue: 1 },
    NextToken: NEXT_TOKEN,
  },
  handle(input, ctx) {
    const filters = input.StreamFilter ?? []
    const found = listChannels(ctx).filter((channel) => filters.length === 0 || filters.some((filter) => isFrom(channel, filter)))
    const start = input.NextToken === undefined ? 0 : openPage(input.NextToken, ctx.now).after
    const end = start + Math.min(input.MaxResults ?? LARGEST_PAGE, LARGEST_PAGE)
    const token = () => sealPage({ streamName: '', streamId: '', after: end, issuedAt: ctx.now })
    return {
      ChannelSummaries: found.slice(start, end).map((channel) => summariseChannel(ctx, channel)),
      ...(end < found.length ? { NextToken: token() } : {}),
    }
  },
})

function isFrom({ streamArn, description }: Channel, { StreamARN, StreamCreationTimestamp: created }: StreamFilter): boolean {
  const [source] = description.StreamConfigurationList!
  return streamArn === StreamARN && (created === undefined || created.getTime() === source!.StreamCreationTimestamp!.getTime())
}
