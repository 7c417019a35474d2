import type { DescribeStreamCommandInput, DescribeStreamCommandOutput } from '@aws-sdk/client-kinesis'
import { operation } from '../../../kernel/operation.ts'
import { NAME, STREAM } from '../limits.ts'
import { describeShard, shardId } from '../shards/shard.ts'
import { addressedArn, findStream, listedShards } from '../state.ts'
import { commonDescription } from '../views.ts'

export const DescribeStream = operation<DescribeStreamCommandInput, DescribeStreamCommandOutput>({
  action: 'kinesis:DescribeStream',
  resource: addressedArn,
  limits: { Limit: { minValue: 1, maxValue: 10_000 }, ExclusiveStartShardId: NAME, ...STREAM },
  handle(input, ctx) {
    const stream = findStream(ctx, input)
    const after = input.ExclusiveStartShardId ?? ''
    const shards = listedShards(stream, ctx.now).filter((shard) => shardId(shard.index) > after)
    const page = shards.slice(0, input.Limit ?? 100)
    return {
      StreamDescription: {
        ...commonDescription(stream),
        Shards: page.map(describeShard),
        HasMoreShards: page.length < shards.length,
      },
    }
  },
})
