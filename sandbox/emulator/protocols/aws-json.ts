import type { Context } from '../kernel/context.ts'
import { AwsError } from '../kernel/errors.ts'
import type { HttpRequest, HttpResponse } from '../kernel/http.ts'
import type { Match, Protocol } from '../kernel/service.ts'
import { andThen } from '../kernel/sooner.ts'
import { EVENT_STREAM_TYPE, eventStreamBody, eventStreamMember, type EventCodec } from './event-stream.ts'
import { fromJson, parseJsonBody, toJson } from './json.ts'
import { errorStatus, readModel, type Shape } from './shape.ts'

const SETTINGS = { useJsonName: false }

/** Events as JSON. */
const JSON_EVENTS: EventCodec = {
  contentType: 'application/json',
  write: (value, shape) => Buffer.from(JSON.stringify(shape ? toJson(value, shape, SETTINGS) : value)),
}

/**
 * AWS JSON 1.0 and 1.1: `X-Amz-Target: <prefix>.<Operation>`, one JSON object each way. The answer has the content
 * type that the request had.
 */
export function awsJson(sdk: object): Protocol {
  const model = readModel(sdk)
  const json = (status: number, value: unknown, ctx: Context, headers: Record<string, string> = {}): HttpResponse => {
    const asked = ctx.request?.headers['content-type']
    const type = asked?.startsWith('application/x-amz-json-1.0') ? asked : 'application/x-amz-json-1.1'
    const body = value === undefined ? '' : JSON.stringify(value)
    return { status, headers: { 'x-amzn-requestid': ctx.requestId, 'content-type': type, ...headers }, body }
  }
  return {
    signatures: () => 'json',
    match: (request) => targetOf(request, model.operations),
    decode: (match, request) =>
      andThen(request.bytes(), (bytes) => {
        const value = parseJsonBody(bytes)
        const { input } = model.operations.get(match.operation)!
        return input.kind === 'unit' ? {} : (fromJson(value, input, SETTINGS) as object)
      }),
    encode(match, output, ctx) {
      const shape = model.operations.get(match.operation)!.output
      const stream = eventStreamMember(shape)
      if (stream) return eventAnswer((output as Record<string, AsyncIterable<object>>)[stream.name]!, stream.shape, ctx, JSON_EVENTS)
      return json(200, shape.kind === 'unit' ? undefined : toJson(output, shape, SETTINGS), ctx)
    },
    encodeError(error, ctx) {
      const shape = model.errors.get(error.code)
      const members = { ...error.members, ...(shape ? (toJson(error.members, shape, SETTINGS) as object) : {}) }
      const message = error.message === '' ? {} : { message: error.message }
      return json(error.status, { __type: error.code, ...message, ...members }, ctx, { ...error.headers })
    },
    unknownOperation: () => new AwsError('UnknownOperationException', '', { status: 400 }),
    required: (operation) => model.operations.get(operation)?.input.required ?? [],
    errorStatus: (code) => errorStatus(model, code),
    operationNames: () => [...model.operations.keys()],
  }
}

/** An answer that goes on, event by event. */
export function eventAnswer(events: AsyncIterable<object>, union: Shape, ctx: Context, codec: EventCodec): HttpResponse {
  const headers = { 'x-amzn-requestid': ctx.requestId, 'content-type': EVENT_STREAM_TYPE }
  return { status: 200, headers, body: eventStreamBody(events, union, codec) }
}

export function targetOf(request: HttpRequest, operations: ReadonlyMap<string, unknown>): Match | undefined {
  const target = request.headers['x-amz-target'] ?? ''
  const operation = target.slice(target.indexOf('.') + 1)
  return operations.has(operation) ? { operation, labels: {} } : undefined
}
