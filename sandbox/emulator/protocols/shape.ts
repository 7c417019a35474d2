import { NormalizedSchema } from '@smithy/core/schema'

/**
 * An SDK schema in the form that our codecs walk: one object a type, made once, members by name.
 * The SDK's `NormalizedSchema` answers the same questions, but by building objects at each one.
 */
export interface Shape {
  readonly kind:
    | 'string' | 'number' | 'boolean' | 'bigint' | 'blob' | 'timestamp' | 'document'
    | 'list' | 'map' | 'struct' | 'unit'
  /** Name in the service's model. */
  readonly name: string
  readonly traits: Traits
  /** Only for timestamps: what the schema fixes; undefined means the protocol's default. */
  readonly format?: TimestampFormat
  readonly members: readonly Member[]
  readonly byName: ReadonlyMap<string, Member>
  readonly required: readonly string[]
  readonly element?: Member
  readonly key?: Member
}

export interface Member {
  readonly name: string
  readonly traits: Traits
  readonly shape: Shape
}

/** `short-date-time` has no fraction where that is zero, as in answers of the query protocol. */
export type TimestampFormat = 'date-time' | 'short-date-time' | 'http-date' | 'epoch-seconds'

export interface Traits {
  readonly http?: readonly [method: string, uri: string, status: number]
  readonly httpLabel?: 1
  readonly httpHeader?: string
  readonly httpPrefixHeaders?: string
  readonly httpQuery?: string
  readonly httpQueryParams?: 1
  readonly httpPayload?: 1
  readonly httpResponseCode?: 1
  readonly streaming?: 1
  readonly jsonName?: string
  readonly xmlName?: string
  readonly xmlFlattened?: 1
  readonly xmlAttribute?: 1
  readonly xmlNamespace?: readonly [prefix: string, uri: string]
  readonly eventPayload?: 1
  readonly eventHeader?: 1
  readonly error?: 'client' | 'server'
  readonly httpError?: number
  readonly awsQueryError?: readonly [code: string, status: number]
  readonly sparse?: 1
}

/** One operation of a service, from its schema. */
export interface OperationShape {
  readonly name: string
  readonly http?: readonly [method: string, uri: string, status: number]
  readonly input: Shape
  readonly output: Shape
}

/** What a service's SDK package says: its operations and its errors, by name. */
export interface Model {
  readonly operations: ReadonlyMap<string, OperationShape>
  readonly errors: ReadonlyMap<string, Shape>
}

const OPERATION = 9
const ERROR = -3

/** Reads all operations and errors out of an SDK client package's exports. Nothing else of the package is used. */
export function readModel(sdk: object): Model {
  const operations = new Map<string, OperationShape>()
  const errors = new Map<string, Shape>()
  for (const [exported, schema] of Object.entries(sdk)) {
    if (!exported.endsWith('$') || !Array.isArray(schema)) continue
    if (schema[0] === OPERATION) operations.set(schema[2] as string, readOperation(schema))
    if (schema[0] === ERROR) errors.set(schema[2] as string, shapeOf(NormalizedSchema.of(schema as never)))
  }
  return { operations, errors }
}

/** The HTTP status of an error by its name in the model, or by the code that the query protocol has for it. */
export function errorStatus({ errors }: Model, code: string): number | undefined {
  const shape = errors.get(code) ?? [...errors.values()].find(({ traits }) => traits.awsQueryError?.[0] === code)
  if (!shape) return undefined
  const { awsQueryError, httpError, error } = shape.traits
  return awsQueryError?.[1] ?? httpError ?? (error === 'server' ? 500 : 400)
}

function readOperation(schema: unknown[]): OperationShape {
  const [, , name, traits, input, output] = schema as [number, string, string, Traits | number, never, never]
  const lazy = (which: never) => {
    let shape: Shape | undefined
    return () => (shape ??= shapeOf(NormalizedSchema.of(which)))
  }
  const [getInput, getOutput] = [lazy(input), lazy(output)]
  return {
    name,
    ...(typeof traits === 'object' && traits.http ? { http: traits.http } : {}),
    get input() {
      return getInput()
    },
    get output() {
      return getOutput()
    },
  }
}

const known = new WeakMap<object, Shape>()
const FORMATS: Record<number, TimestampFormat> = { 5: 'date-time', 6: 'http-date', 7: 'epoch-seconds' }

function shapeOf(ns: NormalizedSchema): Shape {
  const schema = ns.getSchema() as unknown
  if (typeof schema === 'object' && schema !== null) {
    const found = known.get(schema)
    if (found) return found
  }
  return build(ns, schema)
}

function build(ns: NormalizedSchema, schema: unknown): Shape {
  const base = { name: ns.getName() ?? '', traits: ns.getOwnTraits() as Traits, members: [], byName: new Map(), required: [] }
  if (ns.isUnitSchema()) return { ...base, kind: 'unit' }
  if (ns.isStructSchema()) return struct(ns, schema as unknown[], base)
  if (ns.isListSchema()) {
    return remember(schema, { ...base, kind: 'list' as const, element: lazyMember('member', ns.getValueSchema()) })
  }
  if (ns.isMapSchema()) {
    const [key, element] = [lazyMember('key', ns.getKeySchema()), lazyMember('value', ns.getValueSchema())]
    return remember(schema, { ...base, kind: 'map' as const, key, element })
  }
  if (ns.isTimestampSchema()) {
    const format = FORMATS[schema as number]
    return { ...base, kind: 'timestamp', ...(format ? { format } : {}) }
  }
  return { ...base, kind: simpleKind(ns) }
}

function simpleKind(ns: NormalizedSchema): Shape['kind'] {
  if (ns.isBlobSchema()) return 'blob'
  if (ns.isBooleanSchema()) return 'boolean'
  if (ns.isNumericSchema()) return 'number'
  if (ns.isBigIntegerSchema()) return 'bigint'
  if (ns.isDocumentSchema()) return 'document'
  return 'string'
}

function struct(ns: NormalizedSchema, schema: unknown[], base: Omit<Shape, 'kind'>): Shape {
  const members = [...ns.structIterator()].map(([name, member]) => lazyMember(name, member))
  const required = typeof schema[6] === 'number' ? schema[6] : 0
  return remember(schema, {
    ...base,
    kind: 'struct' as const,
    members,
    byName: new Map(members.map((member) => [member.name, member])),
    required: members.slice(0, required).map((member) => member.name),
  })
}

/** A member's shape is made when first asked for: schemas may contain themselves. */
function lazyMember(name: string, ns: NormalizedSchema): Member {
  let shape: Shape | undefined
  return {
    name,
    traits: ns.getMergedTraits() as Traits,
    get shape() {
      return (shape ??= shapeOf(ns))
    },
  }
}

function remember(schema: unknown, shape: Shape): Shape {
  if (typeof schema === 'object' && schema !== null) known.set(schema, shape)
  return shape
}
