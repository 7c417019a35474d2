import { cbor } from '@smithy/core/cbor'
import { serializationError } from './scalars.ts'
import type { Shape } from './shape.ts'

/** How a CBOR protocol has its timestamps: what it reads to a `Date` (undefined where it is no time), and the reverse. */
export interface CborTimes {
  read(value: unknown): Date | undefined
  write(time: Date): unknown
}

/** Parses a CBOR body; `SerializationException` where it is none. */
export function parseCbor(bytes: Buffer): unknown {
  try {
    return cbor.deserialize(bytes) as unknown
  } catch {
    throw serializationError('The request body is not valid CBOR.')
  }
}

/** Parsed CBOR to the SDK's form of `shape`. Unknown members and nulls are dropped. */
export function fromCbor(value: unknown, shape: Shape, times: CborTimes): unknown {
  switch (shape.kind) {
    case 'struct': {
      const out: Record<string, unknown> = {}
      for (const [name, item] of entriesOf(value)) {
        const member = shape.byName.get(name)
        if (member && item !== null && item !== undefined) out[name] = fromCbor(item, member.shape, times)
      }
      return out
    }
    case 'list':
      if (!Array.isArray(value)) throw mismatch(value, shape)
      return value.map((item) => elementOf(item, shape, times))
    case 'map':
      return Object.fromEntries(entriesOf(value).map(([key, item]) => [key, elementOf(item, shape, times)]))
    case 'timestamp': {
      const time = times.read(value)
      if (!time || Number.isNaN(time.getTime())) throw mismatch(value, shape)
      return time
    }
    default:
      return scalar(value, shape)
  }
}

const elementOf = (item: unknown, shape: Shape, times: CborTimes) =>
  item === null ? null : fromCbor(item, shape.element!.shape, times)

function scalar(value: unknown, shape: Shape): unknown {
  if (shape.kind === 'blob' ? value instanceof Uint8Array : typeof value === shape.kind) return value
  if (shape.kind === 'number' && typeof value === 'bigint') return Number(value)
  if (shape.kind === 'bigint' && typeof value === 'number') return BigInt(value)
  if (shape.kind === 'document' || shape.kind === 'unit') return value
  throw mismatch(value, shape)
}

function entriesOf(value: unknown): [string, unknown][] {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || value instanceof Uint8Array)
    throw serializationError('Expected a map.')
  return Object.entries(value)
}

const mismatch = (value: unknown, shape: Shape) =>
  serializationError(`Expected a ${shape.kind}, found ${value === null ? 'null' : Array.isArray(value) ? 'list' : typeof value}.`)

/** The SDK's form of `shape` to what `writeCbor` takes: of structures the members that the schema has. */
export function toCbor(value: unknown, shape: Shape, times: CborTimes): unknown {
  if (value === null || value === undefined) return null
  switch (shape.kind) {
    case 'struct': {
      const source = value as Record<string, unknown>
      const out: Record<string, unknown> = {}
      for (const { name, shape: member } of shape.members)
        if (source[name] !== undefined && source[name] !== null) out[name] = toCbor(source[name], member, times)
      return out
    }
    case 'list':
      return (value as unknown[]).map((item) => toCbor(item, shape.element!.shape, times))
    case 'map':
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toCbor(item, shape.element!.shape, times)]))
    case 'timestamp':
      return times.write(value as Date)
    default:
      return value
  }
}
