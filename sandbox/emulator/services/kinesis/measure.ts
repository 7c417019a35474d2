import type { Context } from '../../kernel/context.ts'
import { addMetric, metricSource } from '../../kernel/metrics.ts'
import type { Entry, Placed } from './shards/append.ts'
import type { StoredRecord } from './shards/log.ts'
import { shardId, type Shard } from './shards/shard.ts'
import type { Stream } from './state.ts'

const NAMESPACE = 'AWS/Kinesis'

/** Counts a put that has succeeded; `began` is the clock's `elapsed` when it was taken up. */
export function measurePut(
  ctx: Context,
  stream: Stream,
  name: 'PutRecord' | 'PutRecords',
  began: number,
  entries: readonly Entry[],
  placed: readonly Placed[],
): void {
  let bytes = 0
  for (const { Data } of entries) bytes += Data!.byteLength
  const source = metricSource(ctx, NAMESPACE, [['StreamName', stream.name]])
  const note = (metric: string, unit: string, value: number) => addMetric(ctx, source, metric, unit, value)
  note('IncomingBytes', 'Bytes', bytes)
  note('IncomingRecords', 'Count', entries.length)
  note(`${name}.Bytes`, 'Bytes', bytes)
  note(`${name}.Latency`, 'Milliseconds', ctx.clock.elapsed() - began)
  note(`${name}.Success`, 'Count', 1)
  note('WriteProvisionedThroughputExceeded', 'Count', 0)
  if (name === 'PutRecords') {
    for (const metric of ['PutRecords.Records', 'PutRecords.TotalRecords', 'PutRecords.SuccessfulRecords'])
      note(metric, 'Count', entries.length)
    for (const metric of ['PutRecords.FailedRecords', 'PutRecords.ThrottledRecords']) note(metric, 'Count', 0)
  }
  if (stream.metrics.length > 0) measureShardPuts(ctx, stream, entries, placed)
}

/** Counts a read; `age_ms` is how far behind the shard's end its last record is. */
export function measureGet(
  ctx: Context,
  stream: Stream,
  shard: Shard,
  began: number,
  found: readonly StoredRecord[],
  age_ms: number,
): void {
  let bytes = 0
  for (const { data } of found) bytes += data.byteLength
  const source = metricSource(ctx, NAMESPACE, [['StreamName', stream.name]])
  const note = (metric: string, unit: string, value: number) => addMetric(ctx, source, metric, unit, value)
  note('GetRecords.Bytes', 'Bytes', bytes)
  note('GetRecords.Records', 'Count', found.length)
  note('GetRecords.IteratorAgeMilliseconds', 'Milliseconds', age_ms)
  note('GetRecords.Latency', 'Milliseconds', ctx.clock.elapsed() - began)
  note('GetRecords.Success', 'Count', 1)
  note('ReadProvisionedThroughputExceeded', 'Count', 0)
  if (stream.metrics.length === 0) return
  noteShard(ctx, stream, shardId(shard.index), [
    ['OutgoingBytes', 'Bytes', bytes],
    ['OutgoingRecords', 'Count', found.length],
    ['IteratorAgeMilliseconds', 'Milliseconds', age_ms],
    ['ReadProvisionedThroughputExceeded', 'Count', 0],
  ])
}

function measureShardPuts(ctx: Context, stream: Stream, entries: readonly Entry[], placed: readonly Placed[]): void {
  const shards = new Map<string, { bytes: number; records: number }>()
  for (const [i, { ShardId }] of placed.entries()) {
    const shard = shards.get(ShardId) ?? { bytes: 0, records: 0 }
    shard.bytes += entries[i]!.Data!.byteLength
    shard.records++
    shards.set(ShardId, shard)
  }
  for (const [id, { bytes, records }] of shards)
    noteShard(ctx, stream, id, [
      ['IncomingBytes', 'Bytes', bytes],
      ['IncomingRecords', 'Count', records],
      ['WriteProvisionedThroughputExceeded', 'Count', 0],
    ])
}

type Figure = readonly [metric: Stream['metrics'][number], unit: string, value: number]

/** Figures of single shards are told only where enhanced monitoring asks for them. */
function noteShard(ctx: Context, stream: Stream, id: string, figures: readonly Figure[]): void {
  const source = metricSource(ctx, NAMESPACE, [['StreamName', stream.name], ['ShardId', id]])
  for (const [metric, unit, value] of figures) if (stream.metrics.includes(metric)) addMetric(ctx, source, metric, unit, value)
}
