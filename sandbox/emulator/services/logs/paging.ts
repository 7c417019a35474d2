import { invalidParameter } from './errors.ts'

interface Page<T> {
  readonly items: T[]
  readonly nextToken?: string
}

/** One page of `items`, whose names are unique; the token names the last item that was given. */
export function page<T>(items: readonly T[], name: (item: T) => string, token: string | undefined, limit = 50): Page<T> {
  const start = token === undefined ? 0 : after(items, name, token)
  const shown = items.slice(start, start + limit)
  if (start + limit >= items.length) return { items: shown }
  return { items: shown, nextToken: Buffer.from(name(shown.at(-1)!)).toString('base64') }
}

function after<T>(items: readonly T[], name: (item: T) => string, token: string): number {
  const last = Buffer.from(token, 'base64').toString()
  const index = items.findIndex((item) => name(item) === last)
  if (index < 0) throw invalidParameter('The specified nextToken is invalid.')
  return index + 1
}
