import type { HashKeyRange, Shard as ShardDescription } from '@aws-sdk/client-kinesis'
import type { Context } from '../../../kernel/context.ts'
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
  /** Its sequence numbers repeat from run to run: they carry the second of its creation alone, which is counted and not read. */
  readonly isTimeless?: true
  /** Epoch milliseconds; absent while the shard takes records. */
  closedAt?: number
  readonly log: Log
}

export interface NewShard {
  readonly start: HashKey
  readonly end: HashKey
  readonly parents: readonly Shard[]
}

/** The first second of timeless shards: in the past of every clock. */
const TIMELESS_S = 1_500_000_000

export function newShard(index: number, { now, ids }: Pick<Context, 'now' | 'ids'>, { start, end, parents }: NewShard): Shard {
  const afterParents = parents.map((parent) => parent.created_s + 1)
  const now_s = ids.repeats ? TIMELESS_S : Math.floor(now / 1000)
  const created_s = Math.max(now_s + (parents.length > 0 ? 1 : 0), ...afterParents)
  const shard = { index, start, end, parents: parents.map((parent) => parent.index), createdAt: now, created_s, log: emptyLog() }
  return ids.repeats ? { ...shard, isTimeless: true } : shard
}

/** The second that a shard's sequence numbers carry of a time. */
export const secondIn = ({ isTimeless, created_s }: Shard, time_ms: number) => (isTimeless ? created_s : Math.floor(time_ms / 1000))

/** A shard's sequence numbers of one time; see `sequenceNumberAt`. */
export const baseIn = (shard: Shard, time_ms: number) => sequenceBase(shard.created_s, shard.index, secondIn(shard, time_ms))

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
        : { EndingSequenceNumber: endingSequenceNumber(shard.created_s, shard.index, secondIn(shard, shard.closedAt)) }),
    },
  }
}
