import type { SubscribeToShardEvent } from '@aws-sdk/client-kinesis'
import type { Context } from '../../kernel/context.ts'
import { addMetric, metricSource } from '../../kernel/metrics.ts'
import type { Entry } from './shards/append.ts'
import { shardId, type Shard } from './shards/shard.ts'
import type { StoredRecord } from './shards/stored-record.ts'
import type { Stream } from './state.ts'

const NAMESPACE = 'AWS/Kinesis'

/** What became of an entry: the shard that took it, or none where it was refused for its stream's throughput. */
interface Result {
  readonly ShardId?: string | undefined
}

/** Counts an answered put by its `results`; `began` is the clock's `elapsed` when it was taken up. */
export function measurePut(
  ctx: Context,
  stream: Stream,
  name: 'PutRecord' | 'PutRecords',
  began: number,
  entries: readonly Entry[],
  results: readonly Result[],
): void {
  let [bytes, taken] = [0, 0]
  for (let i = 0; i < entries.length; i++) {
    if (results[i]?.ShardId === undefined) continue
    bytes += entries[i]!.Data!.byteLength
    taken++
  }
  const refused = entries.length - taken
  const source = metricSource(ctx, NAMESPACE, [['StreamName', stream.name]])
  const note = (metric: string, unit: string, value: number) => addMetric(ctx, source, metric, unit, value)
  note('IncomingBytes', 'Bytes', bytes)
  note('IncomingRecords', 'Count', taken)
  note(`${name}.Bytes`, 'Bytes', bytes)
  note(`${name}.Latency`, 'Milliseconds', ctx.clock.elapsed() - began)
  note(`${name}.Success`, 'Count', taken > 0 ? 1 : 0)
  note('WriteProvisionedThroughputExceeded', 'Count', refused)
  if (name === 'PutRecords') {
    note('PutRecords.Records', 'Count', taken)
    note('PutRecords.TotalRecords', 'Count', entries.length)
    note('PutRecords.SuccessfulRecords', 'Count', taken)
    note('PutRecords.FailedRecords', 'Count', 0)
    note('PutRecords.ThrottledRecords', 'Count', refused)
  }
  if (stream.metrics.length > 0) measureShardPuts(ctx, stream, entries, results)
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

/** Counts a read that the shard had no capacity for. */
export function measureRefusedGet(ctx: Context, stream: Stream, shard: Shard): void {
  const source = metricSource(ctx, NAMESPACE, [['StreamName', stream.name]])
  addMetric(ctx, source, 'GetRecords.Success', 'Count', 0)
  addMetric(ctx, source, 'ReadProvisionedThroughputExceeded', 'Count', 1)
  noteShard(ctx, stream, shardId(shard.index), [['ReadProvisionedThroughputExceeded', 'Count', 1]])
}

/** Counts an event that is pushed to a consumer. */
export function measureEvent(ctx: Context, stream: Stream, consumer: string, { Records, MillisBehindLatest }: SubscribeToShardEvent): void {
  const source = metricSource(ctx, NAMESPACE, [['StreamName', stream.name], ['ConsumerName', consumer]])
  const note = (metric: string, unit: string, value: number) => addMetric(ctx, source, metric, unit, value)
  note('SubscribeToShardEvent.Bytes', 'Bytes', Records!.reduce((sum, { Data }) => sum + Data!.byteLength, 0))
  note('SubscribeToShardEvent.Records', 'Count', Records!.length)
  note('SubscribeToShardEvent.MillisBehindLatest', 'Milliseconds', MillisBehindLatest!)
  note('SubscribeToShardEvent.Success', 'Count', 1)
}

function measureShardPuts(ctx: Context, stream: Stream, entries: readonly Entry[], results: readonly Result[]): void {
  const shards = new Map<string, { bytes: number; records: number }>()
  for (const [i, { ShardId }] of results.entries()) {
    if (ShardId === undefined) continue
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
