import { validationError } from './errors.ts'
import type { Limits } from '../../kernel/validate.ts'

export const PAGE_LIMITS: Limits = { MaxItems: { minValue: 1, maxValue: 1000 } }

export interface PageInput {
  readonly Marker?: string | undefined
  readonly MaxItems?: number | undefined
}

interface Page<T> {
  readonly items: T[]
  /** The members by which IAM's lists are continued. */
  readonly more: { readonly IsTruncated: boolean; readonly Marker?: string }
}

/** One page (100 items by default) of `items`; the marker names the last item that was given, by `key`. */
export function page<T>(items: readonly T[], key: (item: T) => string, input: PageInput): Page<T> {
  const start = input.Marker === undefined ? 0 : after(items, key, input.Marker)
  const end = start + (input.MaxItems ?? 100)
  const shown = items.slice(start, end)
  if (end >= items.length) return { items: shown, more: { IsTruncated: false } }
  return { items: shown, more: { IsTruncated: true, Marker: Buffer.from(key(shown.at(-1)!)).toString('base64') } }
}

function after<T>(items: readonly T[], key: (item: T) => string, marker: string): number {
  const last = Buffer.from(marker, 'base64').toString()
  const index = items.findIndex((item) => key(item) === last)
  if (index < 0) throw validationError('Invalid Marker.')
  return index + 1
}
