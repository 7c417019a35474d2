import { invalidParameter } from './errors.ts'

const DEFAULT_ITEMS = 50

/** One page of `all`, which is sorted by `key`; the marker is the last key of the page before. */
export function page<T>(
  all: readonly T[],
  key: (item: T) => string,
  marker: string | undefined,
  limit: number | undefined,
): { items: T[]; next?: string } {
  let from = 0
  if (marker !== undefined && marker !== '') {
    const after = Buffer.from(marker, 'base64url').toString()
    if (Buffer.from(after).toString('base64url') !== marker) throw invalidParameter('Invalid Marker')
    from = all.findIndex((item) => key(item) > after)
    if (from < 0) from = all.length
  }
  // Whatever is asked for, AWS gives at most 50 at a time.
  const items = all.slice(from, from + Math.min(limit ?? DEFAULT_ITEMS, DEFAULT_ITEMS))
  const last = items.at(-1)
  if (last === undefined || from + items.length >= all.length) return { items }
  return { items, next: Buffer.from(key(last)).toString('base64url') }
}
