import type { ShardFilter } from '@aws-sdk/client-kinesis'
import type { Limit } from '../../../kernel/validate.ts'
import { invalidArgument } from '../errors.ts'
import { NAME } from '../limits.ts'
import { horizonOf, listedShards, type Stream } from '../state.ts'
import { shardIndexOf, type Shard } from './shard.ts'

const TYPES = ['AFTER_SHARD_ID', 'AT_TRIM_HORIZON', 'FROM_TRIM_HORIZON', 'AT_LATEST', 'AT_TIMESTAMP', 'FROM_TIMESTAMP']

export const SHARD_FILTER: Limit = { members: { Type: { required: true, enum: TYPES }, ShardId: NAME } }

/** Those of the listed shards that the filter lets through; all of them without one. */
export function filterShards(stream: Stream, filter: ShardFilter | undefined, now: number): Shard[] {
  const shards = listedShards(stream, now)
  if (!filter) return shards
  const horizon = Math.max(horizonOf(stream, now), stream.createdAt)
  switch (filter.Type) {
    case 'AFTER_SHARD_ID': {
      if (filter.ShardId === undefined) throw missing(filter, 'ShardId')
      const after = shardIndexOf(filter.ShardId) ?? -1
      return shards.filter((shard) => shard.index > after)
    }
    case 'AT_LATEST':
      return shards.filter((shard) => shard.closedAt === undefined)
    case 'AT_TRIM_HORIZON':
      return shards.filter(openAt(horizon))
    case 'AT_TIMESTAMP':
      return shards.filter(openAt(Math.max(timeOf(filter), horizon)))
    case 'FROM_TIMESTAMP': {
      const time = timeOf(filter)
      return shards.filter((shard) => shard.closedAt === undefined || shard.closedAt >= time)
    }
    default:
      return shards
  }
}

const openAt = (time: number) => (shard: Shard) =>
  shard.createdAt <= time && (shard.closedAt === undefined || shard.closedAt >= time)

function timeOf(filter: ShardFilter): number {
  if (!filter.Timestamp) throw missing(filter, 'Timestamp')
  return filter.Timestamp.getTime()
}

const missing = (filter: ShardFilter, member: string) =>
  invalidArgument(`${member} must be specified in ShardFilter when its Type is ${filter.Type}.`)
