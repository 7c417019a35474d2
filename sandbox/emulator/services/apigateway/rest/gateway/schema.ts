type Schema = Readonly<Record<string, unknown>>

/** Keywords of JSON Schema draft 4 that are checked, and those that say nothing about a value. */
const CHECKED = new Set([
  '$ref', 'additionalItems', 'additionalProperties', 'allOf', 'anyOf', 'enum', 'exclusiveMaximum', 'exclusiveMinimum', 'items', 'maxItems', 'maxLength',
  'maxProperties', 'maximum', 'minItems', 'minLength', 'minProperties', 'minimum', 'multipleOf', 'not', 'oneOf', 'pattern', 'properties', 'required', 'type', 'uniqueItems',
])
const SILENT = new Set(['$schema', 'default', 'definitions', 'description', 'example', 'format', 'id', 'title', 'xml', 'nullable', 'deprecated', 'readOnly', 'writeOnly'])

/** The first keyword that is neither checked nor silent; undefined where the schema can be held to as a whole. */
export function unsupportedKeyword(schema: unknown): string | undefined {
  if (!isObject(schema)) return undefined
  for (const [keyword, value] of Object.entries(schema)) {
    if (!CHECKED.has(keyword) && !SILENT.has(keyword) && !keyword.startsWith('x-')) return keyword
    if (keyword === '$ref' && !/^(?:#\/definitions\/[^/]+|https:\/\/apigateway\.amazonaws\.com\/restapis\/[^/]+\/models\/\w+)$/.test(String(value))) return `$ref ${String(value)}`
    const inner = keyword === 'properties' || keyword === 'definitions' ? Object.values(isObject(value) ? value : {}) : CHECKED.has(keyword) && keyword !== 'enum' ? [value].flat() : []
    for (const part of inner) {
      const found = unsupportedKeyword(part)
      if (found !== undefined) return found
    }
  }
  return undefined
}

/** Finds a model by name, for references from one to another. */
export type FindModel = (name: string) => unknown

/** Whether `value` is what `schema` describes. */
export function validates(value: unknown, schema: unknown, root: unknown, find: FindModel): boolean {
  if (!isObject(schema)) return true
  if (typeof schema['$ref'] === 'string') return validates(value, ...resolve(schema['$ref'], root, find), find)
  const check = (part: unknown) => validates(value, part, root, find)
  if (schema['nullable'] === true && value === null) return true
  return (
    hasType(value, schema['type']) &&
    (!Array.isArray(schema['enum']) || schema['enum'].some((item) => isEqual(item, value))) &&
    (!Array.isArray(schema['allOf']) || schema['allOf'].every(check)) &&
    (!Array.isArray(schema['anyOf']) || schema['anyOf'].some(check)) &&
    (!Array.isArray(schema['oneOf']) || schema['oneOf'].filter(check).length === 1) &&
    (schema['not'] === undefined || !check(schema['not'])) &&
    (typeof value !== 'number' || isNumberWithin(value, schema)) &&
    (typeof value !== 'string' || isTextWithin(value, schema)) &&
    (!Array.isArray(value) || areItemsWithin(value, schema, root, find)) &&
    (!isObject(value) || areMembersWithin(value, schema, root, find))
  )
}

function resolve(reference: string, root: unknown, find: FindModel): [schema: unknown, root: unknown] {
  const local = /^#\/definitions\/([^/]+)$/.exec(reference)?.[1]
  const definitions = isObject(root) && isObject(root['definitions']) ? root['definitions'] : {}
  if (local !== undefined) return [definitions[local], root]
  const model = find(reference.slice(reference.lastIndexOf('/') + 1))
  return [model, model]
}

const TYPES: Readonly<Record<string, (value: unknown) => boolean>> = {
  array: Array.isArray,
  boolean: (value) => typeof value === 'boolean',
  integer: (value) => Number.isInteger(value),
  null: (value) => value === null,
  number: (value) => typeof value === 'number',
  object: isObject,
  string: (value) => typeof value === 'string',
}

function hasType(value: unknown, type: unknown): boolean {
  return type === undefined || [type].flat().some((name) => TYPES[String(name)]?.(value) ?? false)
}

function isNumberWithin(value: number, schema: Schema): boolean {
  const { minimum, maximum, multipleOf } = schema
  if (typeof minimum === 'number' && (schema['exclusiveMinimum'] === true ? value <= minimum : value < minimum)) return false
  if (typeof maximum === 'number' && (schema['exclusiveMaximum'] === true ? value >= maximum : value > maximum)) return false
  return typeof multipleOf !== 'number' || Number.isInteger(value / multipleOf)
}

function isTextWithin(value: string, schema: Schema): boolean {
  return isBetween([...value].length, schema['minLength'], schema['maxLength']) && (typeof schema['pattern'] !== 'string' || new RegExp(schema['pattern']).test(value))
}

function areItemsWithin(value: readonly unknown[], schema: Schema, root: unknown, find: FindModel): boolean {
  const { items, additionalItems } = schema
  if (!isBetween(value.length, schema['minItems'], schema['maxItems'])) return false
  if (schema['uniqueItems'] === true && value.some((item, index) => value.slice(0, index).some((other) => isEqual(item, other)))) return false
  if (!Array.isArray(items)) return value.every((item) => validates(item, items, root, find))
  return value.every((item, index) => (index < items.length ? validates(item, items[index], root, find) : additionalItems !== false && validates(item, additionalItems, root, find)))
}

function areMembersWithin(value: Schema, schema: Schema, root: unknown, find: FindModel): boolean {
  const properties = isObject(schema['properties']) ? schema['properties'] : {}
  const { required, additionalProperties } = schema
  if (!isBetween(Object.keys(value).length, schema['minProperties'], schema['maxProperties'])) return false
  if (Array.isArray(required) && !required.every((name) => Object.hasOwn(value, String(name)))) return false
  return Object.entries(value).every(([name, member]) => {
    if (Object.hasOwn(properties, name)) return validates(member, properties[name], root, find)
    return additionalProperties !== false && validates(member, additionalProperties, root, find)
  })
}

function isBetween(length: number, least: unknown, most: unknown): boolean {
  return !(typeof least === 'number' && length < least) && !(typeof most === 'number' && length > most)
}

function isEqual(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((item, index) => isEqual(item, b[index]))
  if (!isObject(a) || !isObject(b)) return a === b
  return Object.keys(a).length === Object.keys(b).length && Object.entries(a).every(([name, item]) => Object.hasOwn(b, name) && isEqual(item, b[name]))
}

function isObject(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
