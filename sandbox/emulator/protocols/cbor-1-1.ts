import type { Context } from '../kernel/context.ts'
import { AwsError } from '../kernel/errors.ts'
import type { HttpRequest, HttpResponse } from '../kernel/http.ts'
import type { Protocol } from '../kernel/service.ts'
import { awsJson, eventAnswer, targetOf } from './aws-json.ts'
import { fromCbor, parseCbor, toCbor, type CborTimes } from './cbor.ts'
import { writeCbor } from './cbor-writer.ts'
import { eventStreamMember, type EventCodec } from './event-stream.ts'
import { readModel } from './shape.ts'

const TYPE = 'application/x-amz-cbor-1.1'

/** Clients that ask in CBOR read events in it too. */
const CBOR_EVENTS: EventCodec = {
  contentType: TYPE,
  write: (value, shape) => writeCbor(shape ? toCbor(value, shape, MILLISECONDS) : value),
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
      return input.kind === 'unit' || bytes.length === 0 ? {} : (fromCbor(parseCbor(bytes), input, MILLISECONDS) as object)
    },
    encode(match, output, ctx) {
      const shape = model.operations.get(match.operation)!.output
      const stream = eventStreamMember(shape)
      if (stream) return eventAnswer((output as Record<string, AsyncIterable<object>>)[stream.name]!, stream.shape, ctx, CBOR_EVENTS)
      return answer(200, shape.kind === 'unit' ? undefined : toCbor(output, shape, MILLISECONDS), ctx)
    },
    encodeError(error, ctx) {
      const shape = model.errors.get(error.code)
      const members = { ...error.members, ...(shape ? (toCbor(error.members, shape, MILLISECONDS) as object) : {}) }
      return answer(error.status, { __type: error.code, message: error.message, ...members }, ctx, { ...error.headers })
    },
    unknownOperation: () => new AwsError('UnknownOperationException', '', { status: 400 }),
  }
}

/** Milliseconds, with the tag of a time or without. */
const MILLISECONDS: CborTimes = {
  read(value) {
    const bare = typeof value === 'object' && value !== null && 'tag' in value ? (value as { value?: unknown }).value : value
    return typeof bare === 'number' || typeof bare === 'bigint' ? new Date(Number(bare)) : undefined
  },
  write: (time) => time.getTime(),
}
