import type { HashKeyRange, Shard as ShardDescription } from '@aws-sdk/client-kinesis'
import type { HashKey } from './hash-key.ts'
import { toDecimal } from './hash-key.ts'
import { emptyLog, type Log } from './log.ts'
import { endingSequenceNumber, sequenceBase, sequenceNumberAt } from './sequence-number.ts'

export interface Shard {
  /** Its number in the stream, in order of creation. */
  readonly index: number
  readonly start: HashKey
  readonly end: HashKey
  /** Indexes of the shards that it was split or merged from. */
  readonly parents: readonly number[]
  /** Epoch milliseconds. */
  readonly createdAt: number
  /** The second of creation as its sequence numbers carry it: later than any of its parents'. */
  readonly created_s: number
  /** Epoch milliseconds; absent while the shard takes records. */
  closedAt?: number
  readonly log: Log
}

export interface NewShard {
  readonly start: HashKey
  readonly end: HashKey
  readonly parents: readonly Shard[]
}

export function newShard(index: number, now: number, { start, end, parents }: NewShard): Shard {
  const afterParents = parents.map((parent) => parent.created_s + 1)
  const created_s = Math.max(Math.floor(now / 1000) + (parents.length > 0 ? 1 : 0), ...afterParents)
  return { index, start, end, parents: parents.map((parent) => parent.index), createdAt: now, created_s, log: emptyLog() }
}

export const shardId = (index: number): string => `shardId-${String(index).padStart(12, '0')}`

/** AWS reads the digits after the last dash, whatever stands before: undefined where there are none. */
export function shardIndexOf(id: string): number | undefined {
  const digits = /^(?:.*-)?(\d+)$/.exec(id)?.[1]
  const index = digits === undefined ? NaN : Number(digits)
  return index <= 0x7fffffff ? index : undefined
}

export const hashKeyRange = (shard: Shard): HashKeyRange => ({
  StartingHashKey: toDecimal(shard.start),
  EndingHashKey: toDecimal(shard.end),
})

/** A shard as DescribeStream and ListShards show it. */
export function describeShard(shard: Shard): ShardDescription {
  const [parent, adjacent] = shard.parents
  return {
    ShardId: shardId(shard.index),
    ...(parent === undefined ? {} : { ParentShardId: shardId(parent) }),
    ...(adjacent === undefined ? {} : { AdjacentParentShardId: shardId(adjacent) }),
    HashKeyRange: hashKeyRange(shard),
    SequenceNumberRange: {
      StartingSequenceNumber: sequenceNumberAt(sequenceBase(shard.created_s, shard.index, shard.created_s), 0),
      ...(shard.closedAt === undefined
        ? {}
        : { EndingSequenceNumber: endingSequenceNumber(shard.created_s, shard.index, Math.floor(shard.closedAt / 1000)) }),
    },
  }
}
