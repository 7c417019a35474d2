/** A template's value: what JSON can say. Maps keep the template's order. */
export type Value = string | number | boolean | null | Value[] | ValueMap
export interface ValueMap {
  [member: string]: Value
}

/** `{"Ref": …}` or `{"Fn::…": …}`: a map with that one member. */
export interface Intrinsic {
  readonly name: string
  readonly argument: Value
}

export function isMap(value: Value | undefined): value is ValueMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Strings, numbers and booleans: what CloudFormation accepts where it wants a string. */
export function isScalar(value: Value | undefined): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
}

/**
 * Reads a value as a function call; undefined for anything else.
 * `{"Condition": "X"}` is not one here, because IAM policies have a member of that name: only `conditions.ts` reads it.
 */
export function intrinsicOf(value: Value | undefined): Intrinsic | undefined {
  if (!isMap(value)) return undefined
  const [name, ...others] = Object.keys(value)
  if (name === undefined || others.length > 0) return undefined
  if (name !== 'Ref' && !name.startsWith('Fn::')) return undefined
  return { name, argument: value[name] ?? null }
}

/** The logical id in `{"Ref": "X"}`, else undefined. */
export function refTarget(value: Value | undefined): string | undefined {
  const call = intrinsicOf(value)
  return call?.name === 'Ref' && typeof call.argument === 'string' ? call.argument : undefined
}

/** `{"Ref": "AWS::NoValue"}`: whoever holds it has no such member. */
export const NO_VALUE: Value = { Ref: 'AWS::NoValue' }

export function isNoValue(value: Value | undefined): boolean {
  return refTarget(value) === 'AWS::NoValue'
}

/** A deep copy with `change` applied to each value on the way down; what `change` returns is not entered again. */
export function mapValue(value: Value, change: (value: Value) => Value | undefined): Value {
  const changed = change(value)
  if (changed !== undefined) return changed
  if (Array.isArray(value)) return value.map((item) => mapValue(item, change))
  if (!isMap(value)) return value
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, mapValue(member, change)]))
}

/** Own member, or undefined: a template may well say `constructor`. */
export function member<T>(map: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(map, name) ? map[name] : undefined
}
