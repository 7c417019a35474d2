import type { Context } from '../kernel/context.ts'
import { AwsError } from '../kernel/errors.ts'
import type { HttpRequest, HttpResponse } from '../kernel/http.ts'
import type { Protocol } from '../kernel/service.ts'
import { fromCbor, parseCbor, toCbor, type CborTimes } from './cbor.ts'
import { writeCbor } from './cbor-writer.ts'
import { errorStatus, readModel } from './shape.ts'

const OPERATION_PATH = /\/service\/[^/]+\/operation\/([^/]+)$/

/** Whether a request says that it is RPC v2 with CBOR bodies. */
export const isRpcV2Cbor = (request: HttpRequest) => request.headers['smithy-protocol'] === 'rpc-v2-cbor'

/** Smithy RPC v2 CBOR: `POST /service/<Service>/operation/<Operation>`, one CBOR map each way. */
export function rpcV2Cbor(sdk: object): Protocol {
  const model = readModel(sdk)
  const answer = (status: number, body: Uint8Array | undefined, ctx: Context): HttpResponse => ({
    status,
    // An operation without an output has neither a body nor the type of one.
    headers: {
      'x-amzn-requestid': ctx.requestId,
      'smithy-protocol': 'rpc-v2-cbor',
      ...(body ? { 'content-type': 'application/cbor' } : {}),
    },
    ...(body ? { body } : {}),
  })
  return {
    signatures: () => 'json',
    match(request) {
      const operation = OPERATION_PATH.exec(request.path)?.[1] ?? ''
      return model.operations.has(operation) ? { operation, labels: {} } : undefined
    },
    async decode(match, request) {
      const { input } = model.operations.get(match.operation)!
      const bytes = await request.bytes()
      if (input.kind === 'unit' || bytes.length === 0) return {}
      return fromCbor(parseCbor(bytes), input, TAGGED_SECONDS) as object
    },
    encode(match, output, ctx) {
      const shape = model.operations.get(match.operation)!.output
      return answer(200, shape.kind === 'unit' ? undefined : writeCbor(toCbor(output, shape, TAGGED_SECONDS)), ctx)
    },
    encodeError(error, ctx) {
      const shape = model.errors.get(error.code)
      const members = shape ? (toCbor(error.members, shape, TAGGED_SECONDS) as object) : error.members
      const body = writeCbor({ __type: absoluteName(sdk, error.code), message: error.message, ...members })
      const response = answer(shape?.traits.httpError ?? error.status, body, ctx)
      return { ...response, headers: { ...response.headers, ...error.headers } }
    },
    unknownOperation: () => new AwsError('UnknownOperationException', '', { status: 404 }),
    required: (operation) => model.operations.get(operation)?.input.required ?? [],
    errorStatus: (code) => errorStatus(model, code),
    operationNames: () => [...model.operations.keys()],
  }
}

/** `com.amazonaws.cloudwatch#InternalServiceFault`; an error that is not in the model has no namespace. */
function absoluteName(sdk: object, code: string): string {
  const schema = (sdk as Record<string, unknown>)[`${code}$`]
  return Array.isArray(schema) ? `${String(schema[1])}#${code}` : code
}

/** Seconds with a fraction, below tag 1; the writer knows a `Date`. */
const TAGGED_SECONDS: CborTimes = {
  read(value) {
    if (value instanceof Date) return value
    const { tag, value: seconds } = (value ?? {}) as { tag?: number | bigint; value?: unknown }
    const isTime = Number(tag) === 1 && (typeof seconds === 'number' || typeof seconds === 'bigint')
    return isTime ? new Date(Math.round(Number(seconds) * 1000)) : undefined
  },
  write: (time) => time,
}
