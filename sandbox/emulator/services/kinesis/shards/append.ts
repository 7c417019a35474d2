import type { Context } from '../../../kernel/context.ts'
import { invalidArgument, validationException } from '../errors.ts'
import { saveStream, topicOf, trimHorizon, type Stream } from '../state.ts'
import { endOf, nextTime } from './log.ts'
import { route } from './route.ts'
import { sequenceBase, sequenceNumberAt } from './sequence-number.ts'
import { type Shard, shardId } from './shard.ts'

/** A record as PutRecord and PutRecords bring it. */
export interface Entry {
  readonly Data: Uint8Array | undefined
  readonly PartitionKey?: string | undefined
  readonly ExplicitHashKey?: string | undefined
}

export interface Placed {
  readonly ShardId: string
  readonly SequenceNumber: string
}

/**
 * Appends all entries to the shards that they belong to, and wakes the readers once. Where one entry is refused
 * (`ValidationException`, `InvalidArgumentException`) none is taken. `at` names an entry in a message.
 */
export function append(ctx: Context, stream: Stream, entries: readonly Entry[], at: (i: number) => string): Placed[] {
  const shards = entries.map((entry, i) => {
    checkSize(stream, entry, at(i))
    return shardFor(ctx, stream, entry, at(i))
  })
  const bases: bigint[] = []
  const placed = entries.map((entry, i) => put(stream, shards[i]!, entry, ctx.now, bases))
  for (const shard of new Set(shards)) trimHorizon(stream, shard, ctx.now)
  saveStream(ctx, stream)
  ctx.signals.notify(topicOf(stream.arn))
  return placed
}

function put(stream: Stream, shard: Shard, entry: Entry, now: number, bases: bigint[]): Placed {
  const { log, index } = shard
  const time = nextTime(log, now)
  const base = (bases[index] ??= sequenceBase(shard.created_s, index, Math.floor(time / 1000)))
  const sequenceNumber = sequenceNumberAt(base, endOf(log))
  log.records.push({
    sequenceNumber,
    time,
    data: entry.Data!,
    partitionKey: entry.PartitionKey,
    encrypted: stream.kmsKeyId !== undefined,
  })
  return { ShardId: shardId(index), SequenceNumber: sequenceNumber }
}

function shardFor(ctx: Context, stream: Stream, entry: Entry, at: string): Shard {
  // AUTO ignores both keys, and leaves to the service how it spreads the records.
  if (stream.distribution === 'AUTO') return stream.open[Math.floor(ctx.ids.fraction() * stream.open.length)]!
  if (entry.PartitionKey === undefined)
    throw validationException(
      `1 validation error detected: Value null at '${at}partitionKey' failed to satisfy constraint: Member must not be null`,
    )
  return route(stream.open, entry.PartitionKey, entry.ExplicitHashKey)
}

/** The limit holds for data and partition key together. */
function checkSize(stream: Stream, entry: Entry, at: string): void {
  const limit = stream.maxRecord_KiB * 1024
  const size = entry.Data!.byteLength
  if (size > limit)
    throw validationException(
      `1 validation error detected: Value at '${at}data' failed to satisfy constraint: ` +
        `Member must have length less than or equal to ${limit}`,
    )
  if (size + 1024 > limit && size + Buffer.byteLength(entry.PartitionKey ?? '') > limit)
    throw invalidArgument(`Record size exceeds ${stream.maxRecord_KiB / 1024} MB limit`)
}
