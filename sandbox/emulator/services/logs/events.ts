import type { Context } from '../../kernel/context.ts'
import { invalidParameter } from './errors.ts'
import { batchesOf, eventBytes, findGroup, oldestKept, type LogStream } from './state.ts'

/** One event with its place: events are ordered by time, then by stream, then by arrival. */
export interface LogEvent {
  readonly stream: LogStream
  readonly timestamp: number
  readonly message: string
  readonly ingestedAt: number
  readonly sequence: number
}

/** Epoch milliseconds; `before` is exclusive. */
export interface Range {
  readonly from: number
  readonly before: number
}

const ANSWER_BYTES = 1024 * 1024
export const ANSWER_EVENTS = 10_000

/** The range as far as the group's retention reaches back. */
export function keptRange(ctx: Context, group: string, from: number | undefined, before: number | undefined): Range {
  return { from: Math.max(from ?? 0, oldestKept(findGroup(ctx, group), ctx.now)), before: before ?? Infinity }
}

/** A stream's events in `range`, in the order in which they came in. */
export function* eventsIn(ctx: Context, stream: LogStream, range: Range): Generator<LogEvent> {
  if (stream.lastEventAt === undefined || stream.lastEventAt < range.from || stream.firstEventAt! >= range.before) return
  for (const { events, ingestedAt, firstEvent } of batchesOf(ctx, stream)) {
    if (events.at(-1)!.timestamp < range.from || events[0]!.timestamp >= range.before) continue
    for (const [index, { timestamp, message }] of events.entries())
      if (timestamp >= range.from && timestamp < range.before)
        yield { stream, timestamp, message, ingestedAt, sequence: firstEvent + index }
  }
}

export function inOrder(a: LogEvent, b: LogEvent): number {
  if (a.timestamp !== b.timestamp) return a.timestamp - b.timestamp
  if (a.stream.serial !== b.stream.serial) return a.stream.serial < b.stream.serial ? -1 : 1
  return a.sequence - b.sequence
}

/** As many of the first events as one answer holds: `limit`, and 1 MiB. */
export function fitting(events: readonly LogEvent[], limit = ANSWER_EVENTS): LogEvent[] {
  let bytes = 0
  const end = events.slice(0, limit).findIndex(({ message }) => (bytes += eventBytes(message)) > ANSWER_BYTES)
  return events.slice(0, end < 0 ? limit : Math.max(end, 1))
}

/** 56 digits that are unique, and in the order of the events: an event's id, and a place in a stream. */
export const placeOf = (event: LogEvent) => place(event.timestamp, event.stream.serial, event.sequence)

export const place = (timestamp: number, serial = '0'.repeat(20), sequence = 0) =>
  `3${String(timestamp).padStart(14, '0')}${serial}${String(sequence).padStart(21, '0')}`

/** The place `by` steps further on. */
export const beside = (place: string, by: 1n | -1n) => String(BigInt(place) + by)

/** Where a reader stands and which way it goes: on the wire `f/` or `b/` and a place. */
export interface Cursor {
  readonly forward: boolean
  readonly place: string
}

/** Throws `InvalidParameterException` where the token is none of ours. */
export function readToken(token: string): Cursor {
  const [, direction, place] = /^([fb])\/(3\d{55})$/.exec(token) ?? []
  if (place === undefined) throw invalidParameter('The specified nextToken is invalid.')
  return { forward: direction === 'f', place }
}

/** Whether an event lies on the cursor's way; without a cursor all do. */
export function isBeyond(event: LogEvent, cursor: Cursor | undefined): boolean {
  if (!cursor) return true
  return cursor.forward ? placeOf(event) > cursor.place : placeOf(event) < cursor.place
}
