import { invalidParameter } from '../errors.ts'

/** One page of `all` and the token of the next, which is opaque to the caller and holds a position. */
export function page<T>(all: readonly T[], size: number, token: string | undefined): { items: T[]; next?: string } {
  const start = token === undefined ? 0 : position(token)
  const end = start + size
  const items = all.slice(start, end)
  return end < all.length ? { items, next: Buffer.from(`page:${end}`).toString('base64') } : { items }
}

function position(token: string): number {
  const found = /^page:(\d+)$/.exec(Buffer.from(token, 'base64').toString())?.[1]
  if (found === undefined) throw invalidParameter('Invalid pagination token given.')
  return Number(found)
}
