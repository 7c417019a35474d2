import { Readable } from 'node:stream'
import { crc32 } from 'node:zlib'
import { AwsError } from '../kernel/errors.ts'
import type { Member, Shape } from './shape.ts'

export const EVENT_STREAM_TYPE = 'application/vnd.amazon.eventstream'

/** How a protocol writes what is in an event. */
export interface EventCodec {
  readonly contentType: string
  /** `value` is an event's; for the first message, which has no members, `shape` is undefined. */
  write(value: unknown, shape: Shape | undefined): Uint8Array
}

const STRING = 7
/** Lengths of the whole and of the headers with their checksum, and the checksum of all. */
const FRAME_BYTES = 16

/** One message of `application/vnd.amazon.eventstream`: headers, all of them strings, and a payload. */
export function encodeMessage(headers: Readonly<Record<string, string>>, payload: Uint8Array): Buffer {
  const head = Buffer.concat(Object.entries(headers).flatMap(([name, value]) => headerOf(name, Buffer.from(value))))
  const message = Buffer.allocUnsafe(FRAME_BYTES + head.length + payload.length)
  message.writeUInt32BE(message.length, 0)
  message.writeUInt32BE(head.length, 4)
  message.writeUInt32BE(crc32(message.subarray(0, 8)), 8)
  message.set(head, 12)
  message.set(payload, 12 + head.length)
  message.writeUInt32BE(crc32(message.subarray(0, -4)), message.length - 4)
  return message
}

function headerOf(name: string, value: Buffer): Buffer[] {
  const length = Buffer.alloc(3)
  length[0] = STRING
  length.writeUInt16BE(value.length, 1)
  return [Buffer.of(name.length), Buffer.from(name), length, value]
}

/** The member of an operation's output that is a stream of events, where it has one. */
export function eventStreamMember(output: Shape): Member | undefined {
  return output.members.find(({ shape, traits }) => shape.kind === 'struct' && (shape.traits.streaming ?? traits.streaming))
}

/**
 * The body of an answer that goes on: the first message says that the call has succeeded (not where `begins` is false, as
 * in REST, where the HTTP headers say so), and then comes each event as
 * `events` gives it (`{ <member of the union>: <event> }`). An error of the union becomes the last message. Where the
 * client goes away `events` is returned.
 */
export function eventStreamBody(events: AsyncIterable<object>, union: Shape, codec: EventCodec, begins = true): Readable {
  return Readable.from(messages(events, union, codec, begins), { objectMode: false, highWaterMark: 1 })
}

function messages(events: AsyncIterable<object>, union: Shape, codec: EventCodec, begins: boolean): AsyncIterableIterator<Buffer> {
  const source = events[Symbol.asyncIterator]()
  let hasBegun = !begins
  let hasFailed = false
  const done = { done: true, value: undefined } as const
  return {
    [Symbol.asyncIterator]() {
      return this
    },
    async next() {
      if (hasFailed) return done
      if (!hasBegun) {
        hasBegun = true
        return { value: encodeMessage(eventHeaders('initial-response', codec), codec.write({}, undefined)) }
      }
      try {
        const next = await source.next()
        return next.done ? done : { value: eventMessage(next.value as object, union, codec) }
      } catch (error) {
        hasFailed = true
        if (!(error instanceof AwsError)) throw error
        return { value: exceptionMessage(error, union, codec) }
      }
    },
    // Asked of the source itself: it may be waiting for its next event, and has to be told to stop.
    async return() {
      await source.return?.()
      return done
    },
  }
}

function eventMessage(event: object, union: Shape, codec: EventCodec): Buffer {
  const [name, value] = Object.entries(event)[0]!
  const { shape } = union.byName.get(name)!
  const payload = shape.members.find(({ traits }) => traits.eventPayload)
  // A member that is the whole event, and bytes, goes as it is.
  if (payload?.shape.kind === 'blob')
    return encodeMessage(eventHeaders(name, BYTES), (value as Record<string, Uint8Array>)[payload.name] ?? Buffer.alloc(0))
  return encodeMessage(eventHeaders(name, codec), codec.write(value, shape))
}

function exceptionMessage(error: AwsError, union: Shape, codec: EventCodec): Buffer {
  const shape = union.byName.get(error.code)?.shape
  const headers = { ':exception-type': error.code, ':content-type': codec.contentType, ':message-type': 'exception' }
  if (shape) return encodeMessage(headers, codec.write({ message: error.message, ...error.members }, shape))
  return encodeMessage({ ':error-code': error.code, ':error-message': error.message, ':message-type': 'error' }, Buffer.alloc(0))
}

const BYTES = { contentType: 'application/octet-stream' }

const eventHeaders = (type: string, { contentType }: Pick<EventCodec, 'contentType'>) => ({
  ':event-type': type,
  ':content-type': contentType,
  ':message-type': 'event',
})
