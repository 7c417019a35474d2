import type { DescribeStreamCommandInput, DescribeStreamCommandOutput } from '@aws-sdk/client-kinesis'
import { operation } from '../../../kernel/operation.ts'
import { NAME, STREAM } from '../limits.ts'
import { describeShard, shardId } from '../shards/shard.ts'
import { addressedArn, findStream, listedShards, statusOf } from '../state.ts'
import { commonDescription } from '../views.ts'

export const DescribeStream = operation<DescribeStreamCommandInput, DescribeStreamCommandOutput>({
  action: 'kinesis:DescribeStream',
  resource: addressedArn,
  limits: { Limit: { minValue: 1, maxValue: 10_000 }, ExclusiveStartShardId: NAME, ...STREAM },
  handle(input, ctx) {
    const stream = findStream(ctx, input)
    const after = input.ExclusiveStartShardId ?? ''
    // A stream that is being made does not show its shards yet.
    const there = statusOf(stream, ctx.now) === 'CREATING' ? [] : listedShards(stream, ctx.now)
    const shards = there.filter((shard) => shardId(shard.index) > after)
    const page = shards.slice(0, input.Limit ?? 100)
    return {
      StreamDescription: {
        ...commonDescription(stream, ctx.now),
        Shards: page.map(describeShard),
        HasMoreShards: page.length < shards.length,
      },
    }
  },
})
