import { compareKeys, type Keys } from './key-index.ts'

export interface ListingQuery {
  readonly prefix: string
  /** Empty: none. */
  readonly delimiter: string
  /** Only what comes after this key or common prefix. */
  readonly after: string
  readonly limit: number
}

export interface Listing {
  readonly keys: readonly string[]
  readonly commonPrefixes: readonly string[]
  readonly isTruncated: boolean
  /** The last key or common prefix of this page: the next page's `after`. */
  readonly last?: string
}

/** Sorts after every key that goes on from the prefix it is appended to, but for keys that hold this very character. */
export const HIGHEST = '\u{10ffff}'

/** One page of a bucket's keys. A common prefix is stepped over at once, however many keys it stands for. */
export function listKeys(index: Keys, { prefix, delimiter, after, limit }: ListingQuery): Listing {
  const keys: string[] = []
  const commonPrefixes: string[] = []
  let last: string | undefined
  // A page that ended with a common prefix goes on behind all of its keys.
  let skipped = after !== '' && commonPrefixOf(after, prefix, delimiter) === after ? after : undefined
  const start = compareKeys(after, prefix) > 0 ? after : prefix
  const cursor = index.from(skipped === undefined ? start : skipped + HIGHEST)
  for (let key = cursor.next(); key !== undefined; key = cursor.next()) {
    if (key === after || (skipped !== undefined && key.startsWith(skipped))) continue
    if (!key.startsWith(prefix)) break
    if (keys.length + commonPrefixes.length >= limit) return { keys, commonPrefixes, isTruncated: limit > 0, ...lastOf(last) }
    const common = commonPrefixOf(key, prefix, delimiter)
    last = common ?? key
    if (common === undefined) keys.push(key)
    else {
      commonPrefixes.push(common)
      skipped = common
      cursor.skipTo(common + HIGHEST)
    }
  }
  return { keys, commonPrefixes, isTruncated: false, ...lastOf(last) }
}

const lastOf = (last: string | undefined) => (last === undefined ? {} : { last })

/** The part of a key up to and with the first delimiter behind the prefix; undefined where there is none. */
export function commonPrefixOf(key: string, prefix: string, delimiter: string): string | undefined {
  if (delimiter === '' || !key.startsWith(prefix)) return undefined
  const at = key.indexOf(delimiter, prefix.length)
  return at < 0 ? undefined : key.slice(0, at + delimiter.length)
}

/** `encoding-type=url`: as S3 does it, a space is `+` and a slash stays. */
export function urlEncode(text: string): string {
  return encodeURIComponent(text)
    .replace(/%20/g, '+')
    .replace(/%2F/g, '/')
    .replace(/[!'()~]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)
}
