import { AwsError } from './errors.ts'

/**
 * Constraints of one member, in AWS's terms. Where several are broken, AWS names them in an order of its own, which
 * differs by service: here it is the order in which they are written.
 */
export interface Limit {
  /** For members of structures; a request's own required members come from the schema. */
  readonly required?: true
  /** Lengths count characters; for blobs, bytes; for lists and maps, their members. */
  readonly min?: number
  readonly max?: number
  /** Bounds of a number. */
  readonly minValue?: number
  readonly maxValue?: number
  /** Anchored by the interpreter, as AWS does. */
  readonly pattern?: string
  readonly enum?: readonly string[]
  /** Of a list: limits of its elements. AWS shows broken structures by place, broken strings as a fault of the list. */
  readonly each?: Limit
  /** Of a structure. */
  readonly members?: Limits
  /** Of a map. */
  readonly keys?: Limit
  readonly values?: Limit
  /** The sentence leaves the value out, as AWS does for passwords and the like. */
  readonly sensitive?: true
}

/** Limits by member name; AWS's sentences show the name with a lower-case first letter. */
export type Limits = Readonly<Record<string, Limit>>

/** AWS stops counting here. */
const MOST_SENTENCES = 10
const NOT_NULL = 'Member must not be null'

/**
 * Throws one `AwsError` that lists every broken constraint of `input`, worded as AWS words them:
 * "1 validation error detected: Value null at 'streamName' failed to satisfy constraint: Member must not be null".
 */
export function validate(input: object, required: readonly string[], limits: Limits, code: string): void {
  const broken: string[] = []
  for (const name of required) {
    const value = (input as Record<string, unknown>)[name]
    if (value === undefined || value === null) broken.push(sentence(lowerFirst(name), null, NOT_NULL))
  }
  checkMembers(input, limits, '', broken)
  if (broken.length === 0) return
  const shown = broken.slice(0, MOST_SENTENCES)
  const errors = shown.length === 1 ? 'error' : 'errors'
  throw new AwsError(code, `${shown.length} validation ${errors} detected: ${shown.join('; ')}`)
}

/** `path` stands before the member's name: empty, or it ends in a dot. */
function checkMembers(value: object, limits: Limits, path: string, broken: string[]): void {
  for (const name in limits) {
    const limit = limits[name]!
    const member = (value as Record<string, unknown>)[name]
    if (member !== undefined && member !== null) check(member, limit, path, name, broken)
    else if (limit.required) broken.push(sentence(path + lowerFirst(name), null, NOT_NULL))
  }
}

function check(value: unknown, limit: Limit, path: string, name: string, broken: string[]): void {
  for (const kind in limit) {
    const constraint = CONSTRAINTS[kind]
    if (!constraint?.broken(value, limit)) continue
    const hidden = limit.sensitive || value instanceof Uint8Array
    broken.push(sentence(path + lowerFirst(name), hidden ? undefined : value, constraint.words(limit)))
  }
  if (limit.members) checkMembers(value as object, limit.members, `${path}${lowerFirst(name)}.`, broken)
  if (limit.each?.members) checkEach(value as unknown[], limit.each.members, path + lowerFirst(name), broken)
}

function checkEach(list: readonly unknown[], members: Limits, path: string, broken: string[]): void {
  const found: string[] = []
  for (let i = 0; i < list.length && broken.length < MOST_SENTENCES; i++) {
    const item = list[i]
    const place = () => `${path}.${i + 1}.member`
    if (item === null || item === undefined) {
      broken.push(sentence(place(), null, NOT_NULL))
      continue
    }
    // An element's path is only written out where it is at fault: lists may be long, and on a hot path.
    checkMembers(item, members, '', found)
    if (found.splice(0).length > 0) checkMembers(item, members, `${place()}.`, broken)
  }
}

interface Constraint {
  broken(value: unknown, limit: Limit): boolean
  words(limit: Limit): string
}

const CONSTRAINTS: Readonly<Record<string, Constraint>> = {
  min: {
    broken: (value, limit) => lengthOf(value) < limit.min!,
    words: (limit) => `Member must have length greater than or equal to ${limit.min}`,
  },
  max: {
    broken: (value, limit) => lengthOf(value) > limit.max!,
    words: (limit) => `Member must have length less than or equal to ${limit.max}`,
  },
  minValue: {
    broken: (value, limit) => (value as number) < limit.minValue!,
    words: (limit) => `Member must have value greater than or equal to ${limit.minValue}`,
  },
  maxValue: {
    broken: (value, limit) => (value as number) > limit.maxValue!,
    words: (limit) => `Member must have value less than or equal to ${limit.maxValue}`,
  },
  pattern: {
    broken: (value, limit) => !matches(value as string, limit.pattern!),
    words: (limit) => `Member must satisfy regular expression pattern: ${limit.pattern}`,
  },
  enum: {
    broken: (value, limit) => !limit.enum!.includes(value as string),
    words: (limit) => `Member must satisfy enum value set: [${limit.enum!.join(', ')}]`,
  },
  each: {
    broken: (value, limit) => someBroken(value as unknown[], limit.each!),
    words: (limit) => `Member must satisfy constraint: ${listed(limit.each!)}`,
  },
  keys: {
    broken: (value, limit) => someBroken(Object.keys(value as object), limit.keys!),
    words: (limit) => `Map keys must satisfy constraint: ${listed(limit.keys!)}`,
  },
  values: {
    broken: (value, limit) => someBroken(Object.values(value as object), limit.values!),
    words: (limit) => `Map value must satisfy constraint: ${listed(limit.values!)}`,
  },
}

function someBroken(values: readonly unknown[], limit: Limit): boolean {
  if (limit.members) return false
  return values.some((value) => Object.keys(limit).some((kind) => CONSTRAINTS[kind]?.broken(value, limit)))
}

/** A fault of one string in a list or a map is told of the whole, with all that is asked of them. */
function listed(limit: Limit): string {
  const words = Object.keys(limit).flatMap((kind) => CONSTRAINTS[kind]?.words(limit) ?? [])
  return `[${words.join(', ')}]`
}

const compiled = new Map<string, RegExp>()

function matches(value: string, pattern: string): boolean {
  let expression = compiled.get(pattern)
  if (!expression) compiled.set(pattern, (expression = compile(`^(?:${pattern})$`)))
  return expression.test(value)
}

/** Some of AWS's patterns (`[0-9-_]`) are only valid without the `u` flag. */
function compile(source: string): RegExp {
  try {
    return new RegExp(source, 'u')
  } catch {
    return new RegExp(source)
  }
}

/** NaN, which no bound refuses, for what has no length. */
function lengthOf(value: unknown): number {
  if (typeof value === 'string' || Array.isArray(value)) return value.length
  if (value instanceof Uint8Array) return value.byteLength
  return typeof value === 'object' && value !== null ? Object.keys(value).length : NaN
}

const lowerFirst = (name: string) => name[0]!.toLowerCase() + name.slice(1)

function sentence(path: string, value: unknown, constraint: string): string {
  const shown = value === undefined ? '' : value === null ? ' null' : ` '${show(value)}'`
  return `Value${shown} at '${path}' failed to satisfy constraint: ${constraint}`
}

function show(value: unknown): string {
  if (value instanceof Uint8Array) return `java.nio.HeapByteBuffer[pos=0 lim=${value.length} cap=${value.length}]`
  if (Array.isArray(value)) return `[${value.map(show).join(', ')}]`
  if (typeof value === 'object' && value !== null)
    return `{${Object.entries(value).map(([k, v]) => `${k}=${show(v)}`).join(', ')}}`
  return String(value)
}
