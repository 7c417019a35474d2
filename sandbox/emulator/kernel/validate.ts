import { AwsError } from './errors.ts'

/** Constraints of one member, in AWS's terms. Lengths count characters; for lists and maps, their members. */
export interface Limit {
  readonly min?: number
  readonly max?: number
  /** Bounds of a number. */
  readonly minValue?: number
  readonly maxValue?: number
  /** Anchored by the interpreter, as AWS does. */
  readonly pattern?: string
  readonly enum?: readonly string[]
}

/** Limits by member name; AWS's sentences show the name with a lower-case first letter. */
export type Limits = Readonly<Record<string, Limit>>

/**
 * Throws one `AwsError` that lists every broken constraint of `input`, worded as AWS words them:
 * "1 validation error detected: Value null at 'streamName' failed to satisfy constraint: Member must not be null".
 */
export function validate(input: object, required: readonly string[], limits: Limits, code: string): void {
  const values = input as Record<string, unknown>
  const broken: string[] = []
  for (const name of required) {
    if (values[name] === undefined || values[name] === null)
      broken.push(sentence(name, null, 'Member must not be null'))
  }
  for (const [name, limit] of Object.entries(limits)) {
    const value = values[name]
    if (value !== undefined && value !== null)
      for (const text of constraints(value, limit)) broken.push(sentence(name, value, text))
  }
  if (broken.length === 0) return
  const errors = broken.length === 1 ? 'error' : 'errors'
  throw new AwsError(code, `${broken.length} validation ${errors} detected: ${broken.join('; ')}`)
}

function* constraints(value: unknown, limit: Limit): Generator<string> {
  const length = lengthOf(value)
  if (length !== undefined && limit.max !== undefined && length > limit.max)
    yield `Member must have length less than or equal to ${limit.max}`
  if (length !== undefined && limit.min !== undefined && length < limit.min)
    yield `Member must have length greater than or equal to ${limit.min}`
  if (typeof value === 'number' && limit.maxValue !== undefined && value > limit.maxValue)
    yield `Member must have value less than or equal to ${limit.maxValue}`
  if (typeof value === 'number' && limit.minValue !== undefined && value < limit.minValue)
    yield `Member must have value greater than or equal to ${limit.minValue}`
  if (typeof value === 'string' && limit.enum && !limit.enum.includes(value))
    yield `Member must satisfy enum value set: [${limit.enum.join(', ')}]`
  if (typeof value === 'string' && limit.pattern && !matches(value, limit.pattern))
    yield `Member must satisfy regular expression pattern: ${limit.pattern}`
}

const compiled = new Map<string, RegExp>()

function matches(value: string, pattern: string): boolean {
  let expression = compiled.get(pattern)
  if (!expression) compiled.set(pattern, (expression = new RegExp(`^(?:${pattern})$`, 'u')))
  return expression.test(value)
}

function lengthOf(value: unknown): number | undefined {
  if (typeof value === 'string' || Array.isArray(value)) return value.length
  if (value instanceof Uint8Array) return value.byteLength
  if (typeof value === 'object' && value !== null && !(value instanceof Date)) return Object.keys(value).length
  return undefined
}

function sentence(name: string, value: unknown, constraint: string): string {
  const shown = value === null ? 'null' : `'${show(value)}'`
  return `Value ${shown} at '${name[0]!.toLowerCase()}${name.slice(1)}' failed to satisfy constraint: ${constraint}`
}

function show(value: unknown): string {
  if (value instanceof Uint8Array) return `java.nio.HeapByteBuffer[pos=0 lim=${value.length} cap=${value.length}]`
  if (Array.isArray(value)) return `[${value.map(show).join(', ')}]`
  if (typeof value === 'object' && value !== null)
    return `{${Object.entries(value).map(([k, v]) => `${k}=${show(v)}`).join(', ')}}`
  return String(value)
}
