import { cbor } from '@smithy/core/cbor'
import type { Context } from '../kernel/context.ts'
import { AwsError } from '../kernel/errors.ts'
import type { HttpRequest, HttpResponse } from '../kernel/http.ts'
import type { Protocol } from '../kernel/service.ts'
import { writeCbor } from './cbor-writer.ts'
import { serializationError } from './scalars.ts'
import { readModel, type Shape } from './shape.ts'

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
      return fromCbor(parse(bytes), input) as object
    },
    encode(match, output, ctx) {
      const shape = model.operations.get(match.operation)!.output
      return answer(200, shape.kind === 'unit' ? undefined : writeCbor(toCbor(output, shape)), ctx)
    },
    encodeError(error, ctx) {
      const shape = model.errors.get(error.code)
      const members = shape ? (toCbor(error.members, shape) as object) : error.members
      const body = writeCbor({ __type: absoluteName(sdk, error.code), message: error.message, ...members })
      const response = answer(shape?.traits.httpError ?? error.status, body, ctx)
      return { ...response, headers: { ...response.headers, ...error.headers } }
    },
    unknownOperation: () => new AwsError('UnknownOperationException', '', { status: 404 }),
    required: (operation) => model.operations.get(operation)?.input.required ?? [],
    operationNames: () => [...model.operations.keys()],
  }
}

/** `com.amazonaws.cloudwatch#InternalServiceFault`; an error that is not in the model has no namespace. */
function absoluteName(sdk: object, code: string): string {
  const schema = (sdk as Record<string, unknown>)[`${code}$`]
  return Array.isArray(schema) ? `${String(schema[1])}#${code}` : code
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
      const source = entriesOf(value)
      const out: Record<string, unknown> = {}
      for (const [name, item] of source) {
        const member = shape.byName.get(name)
        if (member && item !== null && item !== undefined) out[name] = fromCbor(item, member.shape)
      }
      return out
    }
    case 'list':
      if (!Array.isArray(value)) throw mismatch(value, shape)
      return value.map((item) => (item === null ? null : fromCbor(item, shape.element!.shape)))
    case 'map': {
      const items = entriesOf(value).map(([key, item]) => [key, item === null ? null : fromCbor(item, shape.element!.shape)])
      return Object.fromEntries(items) as object
    }
    case 'timestamp':
      return fromTag(value, shape)
    case 'string':
    case 'boolean':
    case 'bigint':
    case 'number':
      return scalar(value, shape)
    case 'blob':
      if (!(value instanceof Uint8Array)) throw mismatch(value, shape)
      return value
    default:
      return value
  }
}

function scalar(value: unknown, shape: Shape): unknown {
  if (shape.kind === 'number' && typeof value === 'bigint') return Number(value)
  if (shape.kind === 'bigint' && typeof value === 'number') return BigInt(value)
  if (typeof value !== shape.kind) throw mismatch(value, shape)
  return value
}

/** Timestamps are seconds with a fraction, below tag 1. */
function fromTag(value: unknown, shape: Shape): Date {
  if (value instanceof Date) return value
  const { tag, value: seconds } = (value ?? {}) as { tag?: number | bigint; value?: unknown }
  if (Number(tag) !== 1 || (typeof seconds !== 'number' && typeof seconds !== 'bigint')) throw mismatch(value, shape)
  return new Date(Math.round(Number(seconds) * 1000))
}

function entriesOf(value: unknown): [string, unknown][] {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || value instanceof Uint8Array)
    throw serializationError('Expected a map.')
  return Object.entries(value)
}

const mismatch = (value: unknown, shape: Shape) =>
  serializationError(`Expected a ${shape.kind}, found ${value === null ? 'null' : Array.isArray(value) ? 'list' : typeof value}.`)

/** The SDK's form of `shape` to what `writeCbor` takes: of structures the members that the schema has. */
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
    default:
      return value
  }
}
