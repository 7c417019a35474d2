import type { ListShardsCommandInput, ListShardsCommandOutput, ShardFilter } from '@aws-sdk/client-kinesis'
import type { Context } from '../../../kernel/context.ts'
import { operation } from '../../../kernel/operation.ts'
import { invalidArgument, resourceNotFound } from '../errors.ts'
import { NAME, NEXT_TOKEN, STREAM } from '../limits.ts'
import { type Page, openPage, sealPage } from '../shards/page.ts'
import { filterShards, SHARD_FILTER } from '../shards/shard-filter.ts'
import { describeShard, shardIndexOf } from '../shards/shard.ts'
import { addressedArn, findReadyStream, findStreamOf, type Stream, streamArn } from '../state.ts'
import { wholeSeconds } from '../views.ts'

const LARGEST_PAGE = 1000

export const ListShards = operation<ListShardsCommandInput, ListShardsCommandOutput>({
  action: 'kinesis:ListShards',
  resource: (input, ctx) =>
    input.NextToken === undefined ? addressedArn(input, ctx) : streamArn(ctx, openPage(input.NextToken, ctx.now).streamName),
  limits: {
    NextToken: NEXT_TOKEN,
    ExclusiveStartShardId: NAME,
    MaxResults: { minValue: 1, maxValue: 10_000 },
    ShardFilter: SHARD_FILTER,
    ...STREAM,
  },
  handle(input, ctx) {
    const { stream, after, filter } = start(input, ctx)
    const shards = filterShards(stream, filter, ctx.now).filter((shard) => shard.index > after)
    const page = shards.slice(0, Math.min(input.MaxResults ?? LARGEST_PAGE, LARGEST_PAGE))
    const next = (): Page => ({
      streamName: stream.name,
      streamId: stream.id,
      after: page.at(-1)!.index,
      issuedAt: ctx.now,
      ...(filter ? { filter } : {}),
    })
    return { Shards: page.map(describeShard), ...(page.length < shards.length ? { NextToken: sealPage(next()) } : {}) }
  },
})

function start(input: ListShardsCommandInput, ctx: Context): { stream: Stream; after: number; filter: ShardFilter | undefined } {
  if (input.NextToken !== undefined) {
    const other = (['StreamName', 'StreamARN', 'StreamCreationTimestamp', 'ExclusiveStartShardId'] as const).find(
      (name) => input[name] !== undefined,
    )
    if (other) throw invalidArgument(`NextToken and ${other} cannot be provided together.`)
    const page = openPage(input.NextToken, ctx.now)
    return { stream: findStreamOf(ctx, page), after: page.after, filter: page.filter }
  }
  if (input.StreamName === undefined && input.StreamARN === undefined)
    throw invalidArgument('Either NextToken or StreamName should be provided.')
  const stream = findReadyStream(ctx, input)
  const created = input.StreamCreationTimestamp?.getTime()
  if (created !== undefined && Math.floor(created / 1000) * 1000 !== wholeSeconds(stream.createdAt).getTime())
    throw resourceNotFound(`Stream ${stream.name} with creation timestamp ${created} under account ${ctx.account} not found.`)
  const exclusive = input.ExclusiveStartShardId
  return { stream, after: exclusive === undefined ? -1 : (shardIndexOf(exclusive) ?? -1), filter: input.ShardFilter }
}
