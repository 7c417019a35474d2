import { AwsError } from '../kernel/errors.ts'
import type { Protocol } from '../kernel/service.ts'
import { EVENT_STREAM_TYPE, eventStreamBody, eventStreamMember, type EventCodec } from './event-stream.ts'
import { answerBodyMember, decodeBindings, encodeBindings, type BodyCodec } from './http-bindings.ts'
import { fromJson, parseJsonBody, toJson } from './json.ts'
import { routeTable } from './route-table.ts'
import { errorStatus, readModel } from './shape.ts'

const SETTINGS = { useJsonName: true }

const codec: BodyCodec = {
  contentType: 'application/json',
  timestamps: 'epoch-seconds',
  readMembers: (bytes, shape) => fromJson(parseJsonBody(bytes), shape, SETTINGS) as Record<string, unknown>,
  readPayload: (bytes, member) => fromJson(parseJsonBody(bytes), member.shape, SETTINGS),
  writeMembers: (value, shape) => {
    const inBody = shape.members.filter((member) => answerBodyMember(member))
    return JSON.stringify(toJson(value, { ...shape, members: inBody }, SETTINGS))
  },
  writePayload: (value, member) => JSON.stringify(toJson(value, member.shape, SETTINGS)),
}

const EVENTS: EventCodec = {
  contentType: 'application/json',
  write: (value, shape) => Buffer.from(JSON.stringify(shape ? toJson(value, shape, SETTINGS) : {})),
}

/** REST with JSON bodies (Lambda, API Gateway): errors carry their code in `x-amzn-errortype`. */
export function restJson(sdk: object, implemented: (operation: string) => boolean): Protocol {
  const model = readModel(sdk)
  const route = routeTable(model, implemented)
  return {
    signatures: () => 'rest-json',
    match: (request) => route(request, { path: request.path, labels: {} }),
    decode: (match, request) =>
      decodeBindings(model.operations.get(match.operation)!.input, match.labels, request, codec),
    encode(match, output, ctx) {
      const shape = model.operations.get(match.operation)!
      const status = shape.http?.[2] ?? 200
      const events = eventStreamMember(shape.output)
      const { [events?.name ?? '']: stream, ...rest } = output as Record<string, unknown>
      const response = encodeBindings(shape.output, status, rest, codec)
      if (events && stream) {
        response.headers['content-type'] = EVENT_STREAM_TYPE
        response.body = eventStreamBody(stream as AsyncIterable<object>, events.shape, EVENTS, false)
      }
      response.headers['x-amzn-requestid'] = ctx.requestId
      response.headers['content-type'] ??= 'application/json'
      return response
    },
    encodeError(error, ctx) {
      const shape = model.errors.get(error.code)
      const member = shape?.members.find(({ name }) => name.toLowerCase() === 'message')
      const messageName = member ? (member.traits.jsonName ?? member.name) : 'message'
      const headers = { 'x-amzn-requestid': ctx.requestId, 'x-amzn-errortype': error.code, 'content-type': 'application/json' }
      const body = JSON.stringify({ ...error.members, [messageName]: error.message })
      return { status: shape?.traits.httpError ?? error.status, headers: { ...headers, ...error.headers }, body }
    },
    unknownOperation: (request) =>
      new AwsError('UnknownOperationException', `There is no operation at ${request.method} ${request.path}.`, { status: 404 }),
    required: (operation) => model.operations.get(operation)?.input.required ?? [],
    errorStatus: (code) => errorStatus(model, code),
    operationNames: () => [...model.operations.keys()],
  }
}
