import type { SplitShardCommandInput, SplitShardCommandOutput } from '@aws-sdk/client-kinesis'
import { operation } from '../../../kernel/operation.ts'
import { invalidArgument, resourceInUse } from '../errors.ts'
import { HASH_KEY, NAME, STREAM } from '../limits.ts'
import { fromDecimal, nextHashKey, toDecimal } from '../shards/hash-key.ts'
import { checkProvisioned, namedShard, split } from '../shards/reshard.ts'
import { shardId } from '../shards/shard.ts'
import { addressedArn, checkShardLimit, findActiveStream } from '../state.ts'

export const SplitShard = operation<SplitShardCommandInput, SplitShardCommandOutput>({
  action: 'kinesis:SplitShard',
  resource: addressedArn,
  limits: { NewStartingHashKey: HASH_KEY, ...STREAM, ShardToSplit: NAME },
  handle(input, ctx) {
    const stream = findActiveStream(ctx, input)
    checkProvisioned(ctx, stream)
    const shard = namedShard(ctx, stream, input.ShardToSplit!)
    checkShardLimit(ctx, 1)
    const of = `shard ${shardId(shard.index)} in stream ${stream.name} under account ${ctx.account}`
    const at = fromDecimal(input.NewStartingHashKey!)
    // The last hash key cannot begin a shard of its own, nor can the second: AWS wants more than one key on each side.
    if (at === undefined || at <= nextHashKey(shard.start) || at >= shard.end)
      throw invalidArgument(
        `NewStartingHashKey ${input.NewStartingHashKey} used in SplitShard() on ${of} ` +
          `is not both greater than one plus the shard's StartingHashKey ${toDecimal(shard.start)} ` +
          `and less than the shard's EndingHashKey ${toDecimal(shard.end)}.`,
      )
    if (shard.closedAt !== undefined)
      throw resourceInUse(
        `The ${of} has already been merged or split, and thus is not eligible for merging or splitting.`,
      )
    split(ctx, stream, shard, at)
    return {}
  },
})
