import type { Context } from '../../../kernel/context.ts'
import type { TraceLink } from '../../../kernel/trace/link.ts'
import { invalidArgument, rateExceededMessage, validationException } from '../errors.ts'
import { dropRecords, keepRecords, saveStream, topicOf, trimHorizon, type Stream } from '../state.ts'
import { nextTime, push } from './log.ts'
import { growsByItself, noteDemand } from './on-demand.ts'
import { route } from './route.ts'
import { sequenceNumberAt } from './sequence-number.ts'
import { baseIn, type Shard, shardId } from './shard.ts'
import { takeWrite } from './throughput.ts'

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

/** A record that its shard had no capacity for, or that is refused on purpose. */
export interface Refused {
  readonly ErrorCode: string
  readonly ErrorMessage: string
  readonly ShardId?: undefined
}

export const isRefused = (result: Placed | Refused): result is Refused => 'ErrorCode' in result

function refused(ctx: Context, { name }: Stream, { index }: Shard, injected: { readonly code?: string; readonly message?: string } = {}): Refused {
  const { code = 'ProvisionedThroughputExceededException', message } = injected
  const usual = code === 'InternalFailure' ? 'Internal service failure.' : rateExceededMessage(shardId(index), name, ctx.account)
  return { ErrorCode: code, ErrorMessage: message ?? usual }
}

/** What is the same for all records of one call in one shard. */
interface Batch {
  readonly id: string
  /** The place of its first record. */
  readonly from: number
  readonly time: number
  readonly base: bigint
  readonly trace: TraceLink | undefined
}

/**
 * Appends the entries to the shards that they belong to, and wakes the readers once. Where one entry is invalid
 * (`ValidationException`, `InvalidArgumentException`) none is taken; a shard without capacity refuses its own alone.
 * `at` names an entry in a message.
 */
export function append(ctx: Context, stream: Stream, entries: readonly Entry[], at: (i: number) => string): (Placed | Refused)[] {
  const shards: Shard[] = []
  for (let i = 0; i < entries.length; i++) {
    checkSize(stream, entries[i]!, i, at)
    shards.push(shardFor(ctx, stream, entries[i]!, i, at))
  }
  const trace = ctx.trace && ctx.traces.link(ctx.trace)
  const batches: Batch[] = []
  const injected = ctx.fault?.failRecords
  const failing = injected?.of(entries.length)
  const results = entries.map((entry, i) => {
    const shard = shards[i]!
    if (failing?.has(i) || !takeWrite(ctx, stream, shard, sizeOf(entry))) return refused(ctx, stream, shard, failing?.has(i) ? injected : undefined)
    return put(stream, shard, entry, (batches[shard.index] ??= batchFor(shard, ctx.now, trace)))
  })
  for (const index in batches) {
    const shard = stream.shards[index]!
    const { first } = shard.log
    keepRecords(ctx, stream, shard, batches[index]!.from)
    trimHorizon(stream, shard, ctx.now)
    dropRecords(ctx, stream, shard, first)
  }
  saveStream(ctx, stream)
  if (growsByItself(ctx, stream)) noteDemand(ctx, stream, entries.flatMap((entry, i) => (isRefused(results[i]!) ? [] : [sizeOf(entry)])))
  ctx.signals.notify(topicOf(stream.arn))
  return results
}

function batchFor(shard: Shard, now: number, trace: TraceLink | undefined): Batch {
  const time = nextTime(shard.log, now)
  return { id: shardId(shard.index), from: shard.log.end, time, base: baseIn(shard, time), trace }
}

function put(stream: Stream, shard: Shard, entry: Entry, { id, time, base, trace }: Batch): Placed {
  const { log } = shard
  const sequenceNumber = sequenceNumberAt(base, log.end)
  push(log, { time, data: entry.Data!, partitionKey: entry.PartitionKey, encrypted: stream.kmsKeyId !== undefined, trace })
  return { ShardId: id, SequenceNumber: sequenceNumber }
}

function shardFor(ctx: Context, stream: Stream, entry: Entry, i: number, at: (i: number) => string): Shard {
  // AUTO ignores both keys, and leaves to the service how it spreads the records.
  if (stream.distribution === 'AUTO') return stream.open[Math.floor(ctx.ids.fraction() * stream.open.length)]!
  if (entry.PartitionKey === undefined)
    throw validationException(
      `1 validation error detected: Value null at '${at(i)}partitionKey' failed to satisfy constraint: Member must not be null`,
    )
  return route(stream.open, entry.PartitionKey, entry.ExplicitHashKey)
}

/** Data and partition key count together, for limits and for capacity. */
const sizeOf = (entry: Entry) => entry.Data!.byteLength + Buffer.byteLength(entry.PartitionKey ?? '')

function checkSize(stream: Stream, entry: Entry, i: number, at: (i: number) => string): void {
  const limit = stream.maxRecord_KiB * 1024
  const size = entry.Data!.byteLength
  if (size > limit)
    throw validationException(
      `1 validation error detected: Value at '${at(i)}data' failed to satisfy constraint: ` +
        `Member must have length less than or equal to ${limit}`,
    )
  if (size + 1024 > limit && sizeOf(entry) > limit)
    throw invalidArgument(`Record size exceeds ${stream.maxRecord_KiB / 1024} MB limit`)
}
