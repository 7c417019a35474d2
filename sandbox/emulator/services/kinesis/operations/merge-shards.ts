import type { MergeShardsCommandInput, MergeShardsCommandOutput } from '@aws-sdk/client-kinesis'
import { operation } from '../../../kernel/operation.ts'
import { invalidArgument, resourceInUse } from '../errors.ts'
import { NAME, STREAM } from '../limits.ts'
import { LAST_HASH_KEY, nextHashKey } from '../shards/hash-key.ts'
import { checkProvisioned, merge, namedShard } from '../shards/reshard.ts'
import { shardId, type Shard } from '../shards/shard.ts'
import { addressedArn, findActiveStream } from '../state.ts'

export const MergeShards = operation<MergeShardsCommandInput, MergeShardsCommandOutput>({
  action: 'kinesis:MergeShards',
  resource: addressedArn,
  limits: { ...STREAM, ShardToMerge: NAME, AdjacentShardToMerge: NAME },
  handle(input, ctx) {
    const stream = findActiveStream(ctx, input)
    checkProvisioned(ctx, stream)
    const first = namedShard(ctx, stream, input.ShardToMerge!)
    const second = namedShard(ctx, stream, input.AdjacentShardToMerge!)
    const where = `in stream ${stream.name} under account ${ctx.account}`
    if (!follows(first, second) && !follows(second, first))
      throw invalidArgument(
        `Shards ${shardId(first.index)} and ${shardId(second.index)} ${where} ` +
          'are not an adjacent pair of shards eligible for merging',
      )
    const closed = [first, second].find((shard) => shard.closedAt !== undefined)
    if (closed)
      throw resourceInUse(
        `The shard ${shardId(closed.index)} ${where} has already been merged or split, ` +
          'and thus is not eligible for merging or splitting.',
      )
    merge(ctx, stream, first, second)
    return {}
  },
})

const follows = (first: Shard, second: Shard) =>
  first.end !== LAST_HASH_KEY && nextHashKey(first.end) === second.start
