import type { MetricsName, RecordDistributionStrategy, StreamMode, StreamStatus } from '@aws-sdk/client-kinesis'
import type { Context } from '../../kernel/context.ts'
import { collection } from '../../kernel/store.ts'
import { invalidArgument, notActive, shardLimitExceeded, streamNotFound } from './errors.ts'
import { evenRanges } from './shards/hash-key.ts'
import { keptRecord, recordName, streamForm } from './shards/kept.ts'
import { cut, placeAtTime, readFrom, trim } from './shards/log.ts'
import { newShard, type NewShard, type Shard } from './shards/shard.ts'

export interface Stream {
  readonly name: string
  readonly arn: string
  /** Tells it from a later stream of the same name. */
  readonly id: string
  /** Epoch milliseconds; AWS shows whole seconds. */
  readonly createdAt: number
  mode: StreamMode
  retention_h: number
  /** All shards ever, by index. */
  readonly shards: Shard[]
  /** The shards that take records, by hash key: always the whole space, without a gap or an overlap. */
  open: readonly Shard[]
  tags: Readonly<Record<string, string>>
  /** Absent: not encrypted. */
  kmsKeyId?: string
  metrics: readonly MetricsName[]
  maxRecord_KiB: number
  distribution: RecordDistributionStrategy
  /** What an on-demand stream was told to be ready for; absent where it was told nothing. */
  warm_MiBps?: number
  /** Under way until that time. */
  change?: { readonly status: 'CREATING' | 'UPDATING'; readonly until: number }
  /** DELETING until that time, and then no more. */
  goneAt?: number
}

export interface StreamAddress {
  readonly StreamName?: string | undefined
  readonly StreamARN?: string | undefined
}

const streams = collection<Stream>('kinesis.streams', 'region', { form: streamForm })
const HOUR_MS = 3_600_000
export const DEFAULT_RETENTION_H = 24
export const ON_DEMAND_SHARDS = 4
export const ON_DEMAND_STREAM_LIMIT = 50

/** Where the event source mapping and other readers wait for records and for new shards. */
export const topicOf = (streamArn: string) => `kinesis:${streamArn}`

export function streamArn(ctx: Pick<Context, 'account' | 'region'>, name: string): string {
  const partition = ctx.region.startsWith('cn-') ? 'aws-cn' : ctx.region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws'
  return `arn:${partition}:kinesis:${ctx.region}:${ctx.account}:stream/${name}`
}

/** The ARN that a request names, whether or not there is such a stream. */
export function addressedArn(input: StreamAddress, ctx: Context): string {
  return input.StreamARN ?? streamArn(ctx, input.StreamName ?? '')
}

/** Throws ResourceNotFoundException, also for another account's or region's stream. */
export function findStream(ctx: Context, input: StreamAddress): Stream {
  const { StreamName: name, StreamARN: arn } = input
  if (arn === undefined) {
    if (name === undefined) throw invalidArgument('Either StreamName or StreamARN should be provided.')
    const stream = lookUp(ctx, name)
    if (!stream) throw streamNotFound(name, ctx.account)
    return stream
  }
  const [, , , , account = '', resource = ''] = arn.split(':')
  const named = resource.split('/')[1] ?? ''
  if (name !== undefined && name !== named)
    throw invalidArgument(`StreamName ${name} does not match the stream in StreamARN ${arn}.`)
  const stream = lookUp(ctx, named)
  if (stream?.arn !== arn) throw streamNotFound(named, account)
  return stream
}

/** The stream of a token: one that was deleted, or made again since, is not found. */
export function findStreamOf(ctx: Context, token: { streamName: string; streamId: string }): Stream {
  const stream = lookUp(ctx, token.streamName)
  if (stream?.id !== token.streamId) throw streamNotFound(token.streamName, ctx.account)
  return stream
}

/** For records: a stream that is being made is not there yet; one that is being deleted still serves. */
export function findWorkingStream(ctx: Context, input: StreamAddress): Stream {
  const stream = findStream(ctx, input)
  if (statusOf(stream, ctx.now) === 'CREATING') throw streamNotFound(stream.name, ctx.account)
  return stream
}

/** For changes of the stream: throws ResourceInUseException while another one is under way. */
export function findActiveStream(ctx: Context, input: StreamAddress): Stream {
  const stream = findStream(ctx, input)
  const status = statusOf(stream, ctx.now)
  if (status !== 'ACTIVE') throw notActive(stream.name, ctx.account, 'ACTIVE', status)
  return stream
}

/** As `findActiveStream`, but content with a stream that is being changed. */
export function findReadyStream(ctx: Context, input: StreamAddress): Stream {
  const stream = findStream(ctx, input)
  const status = statusOf(stream, ctx.now)
  if (status === 'CREATING') throw notActive(stream.name, ctx.account, 'ACTIVE or UPDATING', status)
  return stream
}

export const streamExists = (ctx: Context, name: string) => lookUp(ctx, name) !== undefined

function lookUp(ctx: Context, name: string): Stream | undefined {
  const stream = streams(ctx).get(name)
  if (stream?.goneAt === undefined || ctx.clock.now() < stream.goneAt) return stream
  streams(ctx).delete(name)
  return undefined
}

export function statusOf({ change, goneAt }: Stream, now: number): StreamStatus {
  if (goneAt !== undefined) return 'DELETING'
  return change && now < change.until ? change.status : 'ACTIVE'
}

/** How long a stream or a consumer is CREATING, UPDATING or DELETING: nothing, unless AWS's limits are kept. */
export const changeTime_ms = (ctx: Pick<Context, 'settings'>) => (ctx.settings.limits === 'aws' ? 1000 : 0)

/** Saves a stream that has been changed; AWS does the work behind the answer, and the status tells of it. */
export function updateStream(ctx: Context, stream: Stream, status: 'CREATING' | 'UPDATING' = 'UPDATING'): Stream {
  const time_ms = changeTime_ms(ctx)
  if (time_ms > 0) stream.change = { status, until: ctx.now + time_ms }
  return saveStream(ctx, stream)
}

/** In the order of their names. */
export function listStreams(ctx: Context): Stream[] {
  return [...streams(ctx).values()].filter(({ name }) => lookUp(ctx, name)).sort((a, b) => (a.name < b.name ? -1 : 1))
}

export interface NewStream {
  readonly name: string
  readonly mode: StreamMode
  readonly shardCount: number
  readonly tags: Readonly<Record<string, string>>
  readonly maxRecord_KiB: number
  readonly distribution: RecordDistributionStrategy
  readonly warm_MiBps?: number
}

export function createStream(ctx: Context, { name, shardCount, ...rest }: NewStream): Stream {
  const shards = evenRanges(shardCount).map((range, index) => newShard(index, ctx, { ...range, parents: [] }))
  const stream: Stream = {
    ...rest,
    name,
    arn: streamArn(ctx, name),
    id: ctx.ids.hex(16),
    createdAt: ctx.now,
    retention_h: DEFAULT_RETENTION_H,
    shards,
    open: [...shards],
    metrics: [],
  }
  return updateStream(ctx, stream, 'CREATING')
}

/** To be called after every change of a stream. */
export function saveStream(ctx: Context, stream: Stream): Stream {
  return streams(ctx).put(stream.name, stream)
}

/** To be called when records were added, from the place `from` on: they are written down by themselves. */
export function keepRecords(ctx: Context, stream: Stream, { index, log }: Shard, from: number): void {
  const table = streams(ctx)
  if (!table.isWatched) return
  for (const [i, record] of readFrom(log, from).entries()) table.keep(stream.name, recordName(index, from + i), keptRecord(record))
}

/** Forgets what is written down of records before the oldest that a shard still has, from `first` on. */
export function dropRecords(ctx: Context, stream: Stream, { index, log }: Shard, first: number): void {
  if (log.first > first) streams(ctx).dropParts(stream.name, recordName(index, 0), recordName(index, log.first))
}

export function deleteStream(ctx: Context, stream: Stream): void {
  const time_ms = changeTime_ms(ctx)
  stream.goneAt = ctx.now + time_ms
  saveStream(ctx, stream)
  const end = () => {
    if (streams(ctx).get(stream.name) === stream) streams(ctx).delete(stream.name)
    ctx.signals.notify(topicOf(stream.arn))
  }
  if (time_ms > 0) ctx.clock.after(time_ms, end)
  else end()
}

/** The time before which records, and shards closed by then, are gone. */
export function horizonOf(stream: Stream, now: number): number {
  return now - stream.retention_h * HOUR_MS
}

/** The place of the shard's oldest record within the retention period; older ones are let go. */
export function trimHorizon(stream: Stream, shard: Shard, now: number): number {
  const place = placeAtTime(shard.log, horizonOf(stream, now))
  trim(shard.log, place)
  return place
}

/** Sets the retention period. What has expired under the old one does not come back. */
export function setRetention(ctx: Context, stream: Stream, retention_h: number): void {
  for (const shard of stream.shards) cut(shard.log, placeAtTime(shard.log, horizonOf(stream, ctx.now)))
  stream.retention_h = retention_h
  updateStream(ctx, stream)
}

/** How many shards an account may have open in provisioned streams of a region, by default. */
export function shardLimit(region: string): number {
  return ['us-east-1', 'us-west-2', 'eu-west-1'].includes(region) ? 20_000 : 1_000
}

/** Open shards of provisioned streams, in the caller's account and region. */
export function provisionedShards(ctx: Context): number {
  let count = 0
  for (const stream of streams(ctx).values()) if (stream.mode === 'PROVISIONED') count += stream.open.length
  return count
}

/** Throws LimitExceededException where `more` open shards would be too many. */
export function checkShardLimit(ctx: Context, more: number): void {
  const [now, limit] = [provisionedShards(ctx), shardLimit(ctx.region)]
  if (now + more > limit) throw shardLimitExceeded(ctx.account, ctx.region, { now, limit, more })
}

/** Shards that are open, or were closed within the retention period. */
export function listedShards(stream: Stream, now: number): Shard[] {
  const horizon = horizonOf(stream, now)
  return stream.shards.filter((shard) => shard.closedAt === undefined || shard.closedAt >= horizon)
}

/** Closes `parents` and opens `children`, which together cover the same hash keys. */
export function reshard(ctx: Context, stream: Stream, children: readonly NewShard[]): void {
  const opened = children.map((child, i) => newShard(stream.shards.length + i, ctx, child))
  for (const parent of children.flatMap((child) => child.parents)) parent.closedAt ??= ctx.now
  stream.shards.push(...opened)
  stream.open = [...stream.open.filter((shard) => shard.closedAt === undefined), ...opened].sort((a, b) =>
    a.start < b.start ? -1 : 1,
  )
  updateStream(ctx, stream)
  ctx.signals.notify(topicOf(stream.arn))
}

/** The member that tells of encryption, which answers have only for encrypted records. */
export const encryptionOf = (encrypted: boolean) => (encrypted ? { EncryptionType: 'KMS' as const } : {})
