import type { Member, Shape } from './shape.ts'
import { formatTimestamp, parseTimestamp, serializationError } from './scalars.ts'

/** How a JSON protocol names members: by `jsonName` (REST-JSON) or as in the model (AWS JSON). */
export interface JsonSettings {
  readonly useJsonName: boolean
}

const wire = (member: Member, settings: JsonSettings) =>
  settings.useJsonName ? (member.traits.jsonName ?? member.name) : member.name

/** Parsed JSON to the SDK's form of `shape`: blobs as bytes, timestamps as `Date`. Unknown members are dropped. */
export function fromJson(value: unknown, shape: Shape, settings: JsonSettings): unknown {
  switch (shape.kind) {
    case 'struct':
      return structFromJson(value, shape, settings)
    case 'list': {
      if (!Array.isArray(value)) throw mismatch(value, 'List')
      return value.map((item) => (item === null ? null : fromJson(item, shape.element!.shape, settings)))
    }
    case 'map': {
      const out: Record<string, unknown> = {}
      for (const [key, item] of Object.entries(asObject(value)))
        out[key] = item === null ? null : fromJson(item, shape.element!.shape, settings)
      return out
    }
    case 'string':
      if (typeof value !== 'string') throw mismatch(value, 'String')
      return value
    case 'number':
      if (typeof value !== 'number') throw mismatch(value, 'Number')
      return value
    case 'boolean':
      if (typeof value !== 'boolean') throw mismatch(value, 'Boolean')
      return value
    case 'timestamp':
      return parseTimestamp(value, shape.format ?? 'epoch-seconds')
    case 'blob':
      return blobFromJson(value)
    case 'bigint':
      if (!Number.isSafeInteger(value)) throw mismatch(value, 'BigInteger')
      return BigInt(value as number)
    default:
      return value
  }
}

function structFromJson(value: unknown, shape: Shape, settings: JsonSettings): object {
  const source = asObject(value)
  const out: Record<string, unknown> = {}
  for (const member of shape.members) {
    const item = source[wire(member, settings)]
    if (item !== undefined && item !== null) out[member.name] = fromJson(item, member.shape, settings)
  }
  return out
}

function asObject(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw mismatch(value, 'Map')
  return value as Record<string, unknown>
}

/** Node skips over what is not base64; AWS refuses it. */
function blobFromJson(value: unknown): Buffer {
  if (typeof value !== 'string') throw mismatch(value, 'Blob')
  const bytes = Buffer.from(value, 'base64')
  const padding = value.endsWith('==') ? 2 : value.endsWith('=') ? 1 : 0
  if (bytes.length !== (value.length / 4) * 3 - padding || /[-_]/.test(value))
    throw serializationError(`'${value.slice(0, 100)}' can not be converted to a Blob: it is not Base64`)
  return bytes
}

const KINDS = { number: 'NUMBER_VALUE', string: 'STRING_VALUE' } as Readonly<Record<string, string>>

function mismatch(value: unknown, wanted: string) {
  if (Array.isArray(value)) return serializationError('Start of list found where not expected')
  if (typeof value === 'object' && value !== null)
    return serializationError('Start of structure or map found where not expected.')
  const got = value === null ? 'NULL_VALUE' : (KINDS[typeof value] ?? `${String(value).toUpperCase()}_VALUE`)
  return serializationError(`${got} can not be converted to ${wanted}`)
}

/** The SDK's form of `shape` to a value for `JSON.stringify`. Members that are undefined are left out. */
export function toJson(value: unknown, shape: Shape, settings: JsonSettings): unknown {
  if (value === null || value === undefined) return null
  switch (shape.kind) {
    case 'struct': {
      const source = value as Record<string, unknown>
      const out: Record<string, unknown> = {}
      for (const member of shape.members) {
        const item = source[member.name]
        if (item !== undefined && item !== null) out[wire(member, settings)] = toJson(item, member.shape, settings)
      }
      return out
    }
    case 'list':
      return (value as unknown[]).map((item) => toJson(item, shape.element!.shape, settings))
    case 'map': {
      const out: Record<string, unknown> = {}
      for (const [key, item] of Object.entries(value)) out[key] = toJson(item, shape.element!.shape, settings)
      return out
    }
    case 'timestamp':
      return formatTimestamp(value as Date, shape.format ?? 'epoch-seconds')
    case 'blob': {
      const bytes = value as Uint8Array
      return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')
    }
    case 'bigint':
      return Number(value)
    default:
      return value
  }
}

/** Parses a JSON body; an empty one is `{}`; anything else that is no JSON is `SerializationException`. */
export function parseJsonBody(bytes: Buffer): unknown {
  if (bytes.length === 0) return {}
  try {
    return JSON.parse(bytes.toString('utf8')) as unknown
  } catch {
    throw serializationError('The request body is not valid JSON.')
  }
}
