import type { _Record, ChildShard } from '@aws-sdk/client-kinesis'
import { TRACE, type Traced } from '../../../kernel/trace/link.ts'
import { shardDoesNotExist } from '../errors.ts'
import { encryptionOf, type Stream } from '../state.ts'
import { sequenceNumberAt } from './sequence-number.ts'
import { baseIn, hashKeyRange, secondIn, shardId, shardIndexOf, type Shard } from './shard.ts'
import type { StoredRecord } from './stored-record.ts'

/** Records as readers get them, with their traces for readers of this process; `place` is that of the first. */
export function showRecords(shard: Shard, place: number, records: readonly StoredRecord[]): (_Record & Traced)[] {
  let [second, base] = [-1, 0n]
  return records.map((record, i) => {
    const arrived_s = secondIn(shard, record.time)
    if (arrived_s !== second) [second, base] = [arrived_s, baseIn(shard, record.time)]
    return {
      SequenceNumber: sequenceNumberAt(base, place + i),
      ApproximateArrivalTimestamp: new Date(record.time),
      Data: record.data,
      PartitionKey: record.partitionKey,
      ...encryptionOf(record.encrypted),
      [TRACE]: record.trace,
    }
  })
}

/** What readers are told at the end of a closed shard. */
export function childrenOf(stream: Stream, parent: Shard): ChildShard[] {
  return stream.shards
    .filter((shard) => shard.parents.includes(parent.index))
    .map((shard) => ({
      ShardId: shardId(shard.index),
      ParentShards: shard.parents.map(shardId),
      HashKeyRange: hashKeyRange(shard),
    }))
}

/** The shard that a reading request names; throws ResourceNotFoundException. */
export function shardToRead(stream: Stream, id: string, account: string): Shard {
  const index = shardIndexOf(id)
  const shard = index === undefined ? undefined : stream.shards[index]
  if (!shard) throw shardDoesNotExist(index === undefined ? id : shardId(index), stream.name, account)
  return shard
}
