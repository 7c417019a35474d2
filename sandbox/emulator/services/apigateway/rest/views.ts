import type { Resource, RestApi as Shown } from '@aws-sdk/client-api-gateway'
import { badRequest } from '../errors.ts'
import type { RestApi, StoredResource } from './state.ts'

/** A resource as it is shown: its methods by name alone, unless they are asked for with `embed=methods`. */
export function showResource(resource: StoredResource, embed: readonly string[] | undefined): Resource {
  const { resourceMethods, ...shown } = resource
  const names = Object.keys(resourceMethods)
  if (names.length === 0) return shown
  const methods = embed?.includes('methods') ? resourceMethods : Object.fromEntries(names.map((name) => [name, {}]))
  return { ...shown, resourceMethods: { ...methods } }
}

export function showApi({ api }: RestApi): Shown {
  return api
}

/** One page of `items`, 25 of them unless `limit` says otherwise. The position is the place to go on from. */
export function page<T>(items: readonly T[], input: { position?: string | undefined; limit?: number | undefined }) {
  const token = input.position === undefined ? '0' : Buffer.from(input.position, 'base64url').toString()
  if (!/^\d+$/.test(token)) throw badRequest('Invalid position parameter specified')
  const size = input.limit ?? 25
  if (size < 1) throw badRequest('Limit must be at least 1')
  const from = Number(token)
  const end = from + Math.min(size, 500)
  return { items: items.slice(from, end), ...(end < items.length ? { position: Buffer.from(String(end)).toString('base64url') } : {}) }
}
