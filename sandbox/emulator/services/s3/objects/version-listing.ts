import type { Version } from '../state.ts'
import { compareKeys, type Keys } from './key-index.ts'
import { commonPrefixOf, HIGHEST } from './listing.ts'

export interface VersionQuery {
  readonly prefix: string
  /** Empty: none. */
  readonly delimiter: string
  /** Only what comes after this key or common prefix. */
  readonly after: string
  /** With it, the listing goes on behind this version of the key `after`; undefined is the version `null`. */
  readonly afterVersion?: { readonly id: string | undefined }
  readonly limit: number
}

export interface ListedVersion {
  readonly version: Version
  readonly isLatest: boolean
}

export interface VersionListing {
  readonly versions: readonly ListedVersion[]
  readonly commonPrefixes: readonly string[]
  readonly isTruncated: boolean
  /** Where this page ended: a version, or a common prefix. */
  readonly last?: { readonly key: string; readonly version?: Version }
}

type Entry = { readonly prefix: string } | ({ readonly key: string } & ListedVersion)

/** One page of all versions of a bucket's keys: by key, and of each key the newest first. */
export function listVersions(keys: Keys, versionsOf: (key: string) => readonly Version[], query: VersionQuery): VersionListing {
  const versions: ListedVersion[] = []
  const commonPrefixes: string[] = []
  let last: VersionListing['last']
  const page = (isTruncated: boolean) => ({ versions, commonPrefixes, isTruncated, ...(last ? { last } : {}) })
  for (const entry of entries(keys, versionsOf, query)) {
    if (versions.length + commonPrefixes.length >= query.limit) return page(query.limit > 0)
    if ('prefix' in entry) {
      commonPrefixes.push(entry.prefix)
      last = { key: entry.prefix }
    } else {
      versions.push({ version: entry.version, isLatest: entry.isLatest })
      last = { key: entry.key, version: entry.version }
    }
  }
  return page(false)
}

/** Everything behind the query's start, one by one; a common prefix is stepped over at once. */
function* entries(keys: Keys, versionsOf: (key: string) => readonly Version[], query: VersionQuery): Generator<Entry> {
  const { prefix, delimiter, after, afterVersion } = query
  let skipped = after !== '' && commonPrefixOf(after, prefix, delimiter) === after ? after : undefined
  const start = compareKeys(after, prefix) > 0 ? after : prefix
  const cursor = keys.from(skipped === undefined ? start : skipped + HIGHEST)
  for (let key = cursor.next(); key !== undefined; key = cursor.next()) {
    if (skipped !== undefined && key.startsWith(skipped)) continue
    if (!key.startsWith(prefix)) break
    const common = commonPrefixOf(key, prefix, delimiter)
    if (common !== undefined) {
      yield { prefix: common }
      skipped = common
      cursor.skipTo(common + HIGHEST)
    } else if (key !== after || afterVersion) {
      const all = versionsOf(key)
      const from = key === after ? all.findIndex(({ versionId }) => versionId === afterVersion!.id) + 1 : 0
      // A marker that has been deleted meanwhile was the last of a page, and so were those before it.
      for (let at = from; at < all.length; at++) yield { key, version: all[at]!, isLatest: at === 0 }
    }
  }
}

/** The keys of both, each once, in order. */
export function bothKeys(one: Keys, other: Keys): Keys {
  return {
    from(start) {
      const cursors = [one.from(start), other.from(start)] as const
      let [a, b] = [cursors[0].next(), cursors[1].next()]
      return {
        next() {
          const order = a === undefined ? 1 : b === undefined ? -1 : compareKeys(a, b)
          const key = order <= 0 ? a : b
          if (order <= 0) a = cursors[0].next()
          if (order >= 0) b = cursors[1].next()
          return key
        },
        skipTo(key) {
          for (const cursor of cursors) cursor.skipTo(key)
          if (a !== undefined && compareKeys(a, key) < 0) a = cursors[0].next()
          if (b !== undefined && compareKeys(b, key) < 0) b = cursors[1].next()
        },
      }
    },
  }
}
