import type { LogGroupClass } from '@aws-sdk/client-cloudwatch-logs'
import type { Context } from '../../kernel/context.ts'
import { collection } from '../../kernel/store.ts'
import { alreadyExists, groupNotFound, streamNotFound } from './errors.ts'

/** Times are epoch milliseconds, as everywhere in this service. */
export interface LogGroup {
  readonly name: string
  readonly createdAt: number
  readonly class: LogGroupClass
  readonly retention_days?: number
  readonly kmsKeyId?: string
  readonly deletionProtected: boolean
  readonly tags: Readonly<Record<string, string>>
  readonly stored_bytes: number
}

export interface LogStream {
  readonly group: string
  readonly name: string
  /** 20 digits: tells streams apart in event ids, also from an earlier stream of the same name. */
  readonly serial: string
  readonly createdAt: number
  readonly firstEventAt?: number
  readonly lastEventAt?: number
  readonly lastIngestedAt?: number
  /** Batches in store are those from `firstBatch` up to, not including, `nextBatch`. */
  readonly firstBatch: number
  readonly nextBatch: number
  /** How many events the stream has ever taken in: the sequence number of the next one. */
  readonly nextEvent: number
}

export interface StoredEvent {
  readonly timestamp: number
  readonly message: string
}

/** The events of one PutLogEvents call, in order of time. Never changed once written. */
export interface Batch {
  readonly ingestedAt: number
  /** Sequence number of the first event; the others follow. */
  readonly firstEvent: number
  readonly events: readonly StoredEvent[]
}

const groups = collection<LogGroup>('logs.groups', 'region')
/** By `<group>:<stream>`; neither name can hold a colon. */
const streams = collection<LogStream>('logs.streams', 'region')
/** By `<stream's serial>/<number>`. */
const batches = collection<Batch>('logs.batches', 'region')

const streamKey = (group: string, name: string) => `${group}:${name}`
const batchKey = (stream: LogStream, number: number) => `${stream.serial}/${number}`

export const allGroups = (ctx: Context): LogGroup[] => [...groups(ctx).values()].sort(byName)

const byName = (a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)

/** Throws `ResourceNotFoundException`. */
export function findGroup(ctx: Context, name: string): LogGroup {
  const group = groups(ctx).get(name)
  if (!group) throw groupNotFound()
  return group
}

/** Throws `ResourceNotFoundException` for the group or for the stream. */
export function findStream(ctx: Context, group: string, name: string): LogStream {
  findGroup(ctx, group)
  const stream = streams(ctx).get(streamKey(group, name))
  if (!stream) throw streamNotFound()
  return stream
}

export function addGroup(ctx: Context, group: LogGroup): void {
  if (groups(ctx).has(group.name)) throw alreadyExists('The specified log group already exists')
  groups(ctx).put(group.name, group)
}

export const saveGroup = (ctx: Context, group: LogGroup) => groups(ctx).put(group.name, group)

export function removeGroup(ctx: Context, name: string): void {
  findGroup(ctx, name)
  for (const stream of streamsOf(ctx, name)) removeStream(ctx, stream)
  groups(ctx).delete(name)
}

/** A group's streams in order of name. */
export function streamsOf(ctx: Context, group: string): LogStream[] {
  const found: LogStream[] = []
  for (const stream of streams(ctx).values()) if (stream.group === group) found.push(stream)
  return found.sort(byName)
}

/** Makes an empty stream; throws `ResourceNotFoundException`, `ResourceAlreadyExistsException`. */
export function addStream(ctx: Context, group: string, name: string): void {
  findGroup(ctx, group)
  const key = streamKey(group, name)
  if (streams(ctx).has(key)) throw alreadyExists('The specified log stream already exists')
  const serial = ctx.ids.chars(20, '0123456789')
  streams(ctx).put(key, { group, name, serial, createdAt: ctx.now, firstBatch: 0, nextBatch: 0, nextEvent: 0 })
}

export function removeStream(ctx: Context, stream: LogStream): void {
  for (let n = stream.firstBatch; n < stream.nextBatch; n++) batches(ctx).delete(batchKey(stream, n))
  streams(ctx).delete(streamKey(stream.group, stream.name))
}

/** The stream's batches that are still in store, oldest first. */
export function* batchesOf(ctx: Context, stream: LogStream): Generator<Batch> {
  for (let n = stream.firstBatch; n < stream.nextBatch; n++) yield batches(ctx).get(batchKey(stream, n))!
}

/** Adds events (in order of time, at least one) to a stream, and forgets what the group's retention has outlived. */
export function appendEvents(ctx: Context, stream: LogStream, events: readonly StoredEvent[]): void {
  const group = findGroup(ctx, stream.group)
  batches(ctx).put(batchKey(stream, stream.nextBatch), { ingestedAt: ctx.now, firstEvent: stream.nextEvent, events })
  const [first, last] = [events[0]!.timestamp, events.at(-1)!.timestamp]
  const grown = {
    ...stream,
    firstEventAt: Math.min(first, stream.firstEventAt ?? first),
    lastEventAt: Math.max(last, stream.lastEventAt ?? last),
    lastIngestedAt: ctx.now,
    nextBatch: stream.nextBatch + 1,
    nextEvent: stream.nextEvent + events.length,
  }
  streams(ctx).put(streamKey(stream.group, stream.name), { ...grown, firstBatch: dropExpired(ctx, group, grown) })
  const bytes = events.reduce((sum, { message }) => sum + eventBytes(message), 0)
  groups(ctx).put(group.name, { ...group, stored_bytes: group.stored_bytes + bytes })
}

function dropExpired(ctx: Context, group: LogGroup, stream: LogStream): number {
  const oldest = oldestKept(group, ctx.now)
  let first = stream.firstBatch
  for (; first < stream.nextBatch - 1; first++) {
    const batch = batches(ctx).get(batchKey(stream, first))!
    if (batch.events.at(-1)!.timestamp >= oldest) break
    batches(ctx).delete(batchKey(stream, first))
  }
  return first
}

const DAY_MS = 86_400_000

/** Events before this time are past the group's retention. */
export const oldestKept = ({ retention_days }: LogGroup, now: number) =>
  retention_days === undefined ? 0 : now - retention_days * DAY_MS

/** What an event counts for: its text in UTF-8 and 26 bytes beside it. */
export const eventBytes = (message: string) => Buffer.byteLength(message) + 26
