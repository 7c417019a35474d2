import { cbor } from '@smithy/core/cbor'
import type { Context } from '../kernel/context.ts'
import { AwsError } from '../kernel/errors.ts'
import type { HttpRequest, HttpResponse } from '../kernel/http.ts'
import type { Protocol } from '../kernel/service.ts'
import { awsJson, eventAnswer, targetOf } from './aws-json.ts'
import { writeCbor } from './cbor-writer.ts'
import { eventStreamMember, type EventCodec } from './event-stream.ts'
import { serializationError } from './scalars.ts'
import { readModel, type Shape } from './shape.ts'

const TYPE = 'application/x-amz-cbor-1.1'

/** Clients that ask in CBOR read events in it too. */
const CBOR_EVENTS: EventCodec = {
  contentType: TYPE,
  write: (value, shape) => writeCbor(shape ? toCbor(value, shape) : value),
}

/** Whether a request is in the CBOR of before RPC v2, which Java's clients and libraries speak to Kinesis. */
export const isCbor11 = ({ headers }: HttpRequest) => headers['content-type']?.startsWith(TYPE) === true

/**
 * AWS JSON 1.1 with CBOR in place of the JSON: `X-Amz-Target`, one map each way, blobs as byte strings. Timestamps are
 * whole milliseconds since the epoch, which clients set below tag 1, where CBOR itself would have seconds.
 */
export function cbor11(sdk: object): Protocol {
  const model = readModel(sdk)
  const answer = (status: number, value: unknown, ctx: Context, headers: Record<string, string> = {}): HttpResponse => ({
    status,
    headers: { 'x-amzn-requestid': ctx.requestId, 'content-type': TYPE, ...headers },
    body: value === undefined ? '' : writeCbor(value),
  })
  return {
    ...awsJson(sdk),
    match: (request) => targetOf(request, model.operations),
    async decode(match, request) {
      const { input } = model.operations.get(match.operation)!
      const bytes = await request.bytes()
      return input.kind === 'unit' || bytes.length === 0 ? {} : (fromCbor(parse(bytes), input) as object)
    },
    encode(match, output, ctx) {
      const shape = model.operations.get(match.operation)!.output
      const stream = eventStreamMember(shape)
      if (stream) return eventAnswer((output as Record<string, AsyncIterable<object>>)[stream.name]!, stream.shape, ctx, CBOR_EVENTS)
      return answer(200, shape.kind === 'unit' ? undefined : toCbor(output, shape), ctx)
    },
    encodeError(error, ctx) {
      const shape = model.errors.get(error.code)
      const members = { ...error.members, ...(shape ? (toCbor(error.members, shape) as object) : {}) }
      return answer(error.status, { __type: error.code, message: error.message, ...members }, ctx, { ...error.headers })
    },
    unknownOperation: () => new AwsError('UnknownOperationException', '', { status: 400 }),
  }
}

function parse(bytes: Buffer): unknown {
  try {
    return cbor.deserialize(bytes) as unknown
  } catch {
    throw serializationError('The request body is not valid CBOR.')
  }
}

/** Parsed CBOR to the SDK's form of `shape`. Unknown members and nulls are dropped. */
function fromCbor(value: unknown, shape: Shape): unknown {
  switch (shape.kind) {
    case 'struct': {
      const out: Record<string, unknown> = {}
      for (const [name, item] of entriesOf(value)) {
        const member = shape.byName.get(name)
        if (member && item !== null && item !== undefined) out[name] = fromCbor(item, member.shape)
      }
      return out
    }
    case 'list':
      if (!Array.isArray(value)) throw mismatch(value, shape)
      return value.map((item) => (item === null ? null : fromCbor(item, shape.element!.shape)))
    case 'map':
      return Object.fromEntries(entriesOf(value).map(([key, item]) => [key, item === null ? null : fromCbor(item, shape.element!.shape)]))
    case 'timestamp':
      return timeOf(value, shape)
    case 'blob':
      if (!(value instanceof Uint8Array)) throw mismatch(value, shape)
      return value
    case 'number':
    case 'bigint':
      if (typeof value !== 'number' && typeof value !== 'bigint') throw mismatch(value, shape)
      return shape.kind === 'number' ? Number(value) : BigInt(value)
    case 'string':
    case 'boolean':
      if (typeof value !== shape.kind) throw mismatch(value, shape)
      return value
    default:
      return value
  }
}

/** Milliseconds, with the tag of a time or without. */
function timeOf(value: unknown, shape: Shape): Date {
  const bare = typeof value === 'object' && value !== null && 'tag' in value ? (value as { value?: unknown }).value : value
  if (typeof bare !== 'number' && typeof bare !== 'bigint') throw mismatch(value, shape)
  const time = new Date(Number(bare))
  if (Number.isNaN(time.getTime())) throw mismatch(value, shape)
  return time
}

function entriesOf(value: unknown): [string, unknown][] {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || value instanceof Uint8Array)
    throw serializationError('Expected a map.')
  return Object.entries(value)
}

const mismatch = (value: unknown, shape: Shape) =>
  serializationError(`Expected a ${shape.kind}, found ${value === null ? 'null' : Array.isArray(value) ? 'list' : typeof value}.`)

/** The SDK's form of `shape` to what `writeCbor` takes. */
function toCbor(value: unknown, shape: Shape): unknown {
  if (value === null || value === undefined) return null
  switch (shape.kind) {
    case 'struct': {
      const source = value as Record<string, unknown>
      const out: Record<string, unknown> = {}
      for (const { name, shape: member } of shape.members)
        if (source[name] !== undefined && source[name] !== null) out[name] = toCbor(source[name], member)
      return out
    }
    case 'list':
      return (value as unknown[]).map((item) => toCbor(item, shape.element!.shape))
    case 'map':
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toCbor(item, shape.element!.shape)]))
    case 'timestamp':
      return (value as Date).getTime()
    default:
      return value
  }
}
