import type { PatchOperation } from '@aws-sdk/client-api-gateway'
import { badRequest } from '../errors.ts'

/**
 * How a member is changed by PatchOperations: `text`, `number` and `flag` are replaced; a `list` and a `map` are added
 * to and removed from by the last part of the path (`/binaryMediaTypes/image~1png`, `/variables/name`).
 */
export type PatchKind = 'text' | 'number' | 'flag' | 'list' | 'map' | 'flags'
type Fields = Readonly<Record<string, PatchKind>>
type Values = Readonly<Record<string, unknown>>

/** `target` with the operations applied, of which `fields` says which members they may name. Throws BadRequestException. */
export function patched<T extends object>(target: T, operations: readonly PatchOperation[] | undefined, fields: Fields): T {
  let changed = target as Values
  for (const operation of operations ?? []) changed = applyOne(changed, operation, fields)
  return changed as T
}

/** A path's parts, with `~1` for a slash in one and `~0` for a tilde. */
export function partsOf(path: string | undefined): string[] {
  return (path ?? '').split('/').slice(1).map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
}

function applyOne(target: Values, operation: PatchOperation, fields: Fields): Values {
  const [name = '', ...rest] = partsOf(operation.path)
  const kind = Object.hasOwn(fields, name) ? fields[name]! : undefined
  const isMember = kind === 'list' || kind === 'map' || kind === 'flags'
  if (kind === undefined || (rest.length > 0 && !isMember) || rest.length > 1) throw invalidPath(operation, fields)
  if (operation.op !== 'add' && operation.op !== 'remove' && operation.op !== 'replace') throw badRequest(`Invalid patch operation specified. Must be one of: [add, remove, replace]`)
  const value = isMember ? changeMember(target[name], kind, rest[0], operation) : operation.op === 'remove' ? undefined : read(operation, kind)
  return { ...target, [name]: value }
}

function changeMember(held: unknown, kind: 'list' | 'map' | 'flags', member: string | undefined, operation: PatchOperation): unknown {
  const { op, value } = operation
  if (kind === 'list') {
    const items = (held ?? []) as readonly string[]
    // `add /authorizationScopes` with a value, and `add /binaryMediaTypes/image~1png` without one.
    const item = member ?? value ?? ''
    if (op === 'remove') return items.filter((known) => known !== item)
    if (op === 'replace' && member !== undefined) return items.map((known) => (known === member ? (value ?? known) : known))
    if (op === 'replace') return item.split(',')
    return items.includes(item) ? items : [...items, item]
  }
  const map = { ...((held ?? {}) as Values) }
  if (member === undefined) {
    if (op === 'remove') return undefined
    throw badRequest(`Invalid patch path  '${operation.path}' specified for op '${op}'.`)
  }
  if (op === 'remove') delete map[member]
  else map[member] = kind === 'flags' ? value === 'true' : (value ?? '')
  return map
}

function read({ value = '', path }: PatchOperation, kind: PatchKind): unknown {
  if (kind === 'text') return value
  if (kind === 'flag' && /^(?:true|false)$/i.test(value)) return value.toLowerCase() === 'true'
  if (kind === 'number' && value !== '' && Number.isFinite(Number(value))) return Number(value)
  throw badRequest(`Invalid value '${value}' specified for ${path}. Must be a ${kind === 'flag' ? 'boolean' : 'number'}`)
}

function invalidPath({ op, path }: PatchOperation, fields: Fields) {
  return badRequest(`Invalid patch path  '${path}' specified for op '${op}'. Must be one of: [${Object.keys(fields).map((name) => `/${name}`).join(', ')}]`)
}
