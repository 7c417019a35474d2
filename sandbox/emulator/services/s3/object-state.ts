import type { Context, Host } from '../../kernel/context.ts'
import { scopedTables, type Store, type Table } from '../../kernel/store.ts'
import { accountOfPlace, anyBucket, placeOf, type Seeker } from './bucket-state.ts'
import { KeyIndex } from './objects/key-index.ts'
import { newVersionId } from './objects/version-id.ts'
import { isMarker, wholeSecond, type DeleteMarker, type ObjectSettings, type StoredObject, type Version } from './types.ts'
import { overtakeUploads } from './upload-state.ts'

scopedTables('s3.objects', accountOfPlace)
scopedTables('s3.versions', accountOfPlace)

/** What each key reads as now: keys whose latest version is a delete marker are not here. */
const objects = (ctx: Seeker, bucket: string): Table<StoredObject> => ctx.store.table('s3.objects', placeOf(ctx, bucket))

/** All other versions by key, newest last. Where the key has no current object, the last is the latest marker. */
const others = (ctx: Seeker, bucket: string): Table<Version[]> => ctx.store.table('s3.versions', placeOf(ctx, bucket))

/** The sorted keys of each table: made when they are first asked for, and kept up to date since. */
const indexes = new WeakMap<Store, Map<Table<unknown>, KeyIndex>>()

function indexOf(ctx: { readonly store: Store }, table: Table<unknown>): KeyIndex {
  let known = indexes.get(ctx.store)
  if (!known) indexes.set(ctx.store, (known = new Map()))
  let index = known.get(table)
  if (index?.size !== table.size) known.set(table, (index = KeyIndex.of(table.keys())))
  return index!
}

function put<T>(ctx: Context, table: Table<T>, key: string, value: T): void {
  const index = table.has(key) ? undefined : indexOf(ctx, table)
  table.put(key, value)
  index?.add(key)
}

function remove(ctx: Context, table: Table<unknown>, key: string): void {
  const index = indexOf(ctx, table)
  table.delete(key)
  index.delete(key)
}

/** Forgets all that is in a bucket. */
export function emptyBucket(ctx: Seeker & Pick<Context, 'blobs'>, bucket: string): void {
  for (const version of objects(ctx, bucket).values()) dropBytes(ctx, version)
  for (const older of others(ctx, bucket).values()) for (const version of older) dropBytes(ctx, version)
  objects(ctx, bucket).clear()
  others(ctx, bucket).clear()
}

/** Called when the state is about to change under our feet. */
export function forgetKeys(host: Host): void {
  indexes.delete(host.store)
}

/** The keys that can be read. */
export const keysOf = (ctx: Context, bucket: string): KeyIndex => indexOf(ctx, objects(ctx, bucket))

/** The keys that have versions beside what can be read. */
export const keysWithHistory = (ctx: Context, bucket: string): KeyIndex => indexOf(ctx, others(ctx, bucket))

export const isEmpty = (ctx: Context, bucket: string) => objects(ctx, bucket).size === 0 && others(ctx, bucket).size === 0

export function findObject(ctx: Seeker, bucket: string, key: string): StoredObject | undefined {
  return objects(ctx, bucket).get(key)
}

/** As `findObject`, for many keys of a bucket. */
export function objectsOf(ctx: Seeker, bucket: string): (key: string) => StoredObject | undefined {
  const table = objects(ctx, bucket)
  return (key) => table.get(key)
}

/** All versions of a key, newest first. */
export function versionsOf(ctx: Context, bucket: string, key: string): readonly Version[] {
  const current = findObject(ctx, bucket, key)
  const older = others(ctx, bucket).get(key)?.toReversed() ?? []
  return current ? [current, ...older] : older
}

/** The newest version of a key, which may be a delete marker. */
export function findLatest(ctx: Context, bucket: string, key: string): Version | undefined {
  return findObject(ctx, bucket, key) ?? others(ctx, bucket).get(key)?.at(-1)
}

/** A version by its id, where undefined is the version `null`. */
export function findVersion(ctx: Context, bucket: string, key: string, id: string | undefined): Version | undefined {
  const current = findObject(ctx, bucket, key)
  if (current && current.versionId === id) return current
  return others(ctx, bucket).get(key)?.find(({ versionId }) => versionId === id)
}

/** Makes `versions` (newest first) what a key has. */
function place(ctx: Context, bucket: string, key: string, versions: readonly Version[]): void {
  const latest = versions[0]
  const current = latest && !isMarker(latest) ? latest : undefined
  const rest = current ? versions.slice(1) : versions
  if (current) put(ctx, objects(ctx, bucket), key, current)
  else if (objects(ctx, bucket).has(key)) remove(ctx, objects(ctx, bucket), key)
  if (rest.length > 0) put(ctx, others(ctx, bucket), key, rest.toReversed())
  else if (others(ctx, bucket).has(key)) remove(ctx, others(ctx, bucket), key)
}

function dropBytes(ctx: Pick<Context, 'blobs'>, version: Version, kept?: StoredObject): void {
  if (isMarker(version)) return
  for (const piece of version.pieces) if (!kept?.pieces.includes(piece)) ctx.blobs.delete(piece)
}

/** Puts a version on top of the others: in an unversioned or suspended bucket it takes the place of the version `null`. */
function putOnTop<V extends Version>(ctx: Context, bucket: string, unnamed: V): V {
  const { key } = unnamed
  const before = findObject(ctx, bucket, key)
  const versioning = anyBucket(ctx, bucket)?.configuration.versioning
  if (versioning === 'Enabled') {
    const version = { ...unnamed, versionId: newVersionId(ctx) }
    const pushed = [...(before ? [before] : []), ...(isMarker(version) ? [version] : [])]
    if (pushed.length > 0) push(ctx, bucket, key, pushed)
    if (!isMarker(version)) put(ctx, objects(ctx, bucket), key, version)
    else if (before) remove(ctx, objects(ctx, bucket), key)
    return version
  }
  if (versioning === undefined && !isMarker(unnamed)) {
    put(ctx, objects(ctx, bucket), key, unnamed)
    if (before) dropBytes(ctx, before, unnamed)
    return unnamed
  }
  const all = versionsOf(ctx, bucket, key)
  const replaced = all.find(({ versionId }) => versionId === undefined)
  place(ctx, bucket, key, [unnamed, ...all.filter((other) => other !== replaced)])
  if (replaced) dropBytes(ctx, replaced, isMarker(unnamed) ? undefined : unnamed)
  return unnamed
}

/** In place: a key may have very many versions. */
function push(ctx: Context, bucket: string, key: string, pushed: readonly Version[]): void {
  const older = others(ctx, bucket).get(key) ?? []
  older.push(...pushed)
  put(ctx, others(ctx, bucket), key, older)
}

/** Puts an object in its place and gives it as it is kept: with a version id where the bucket keeps versions. */
export function putObject(ctx: Context, bucket: string, object: StoredObject): StoredObject {
  const kept = putOnTop(ctx, bucket, object)
  overtakeUploads(ctx, bucket, object.key, 'write')
  ctx.signals.notify(`s3:${bucket}`)
  return kept
}

/** Changes nothing but what is said of a version. */
export function updateSettings(ctx: Context, bucket: string, object: StoredObject, change: Partial<ObjectSettings>): void {
  updateVersion(ctx, bucket, object, { ...object, settings: { ...object.settings, ...change } })
}

/** Stores a changed form of a version where it was. */
export function updateVersion(ctx: Context, bucket: string, before: StoredObject, after: StoredObject): void {
  const { key, versionId } = before
  if (findObject(ctx, bucket, key)?.versionId === versionId) return void objects(ctx, bucket).put(key, after)
  const older = others(ctx, bucket).get(key) ?? []
  others(ctx, bucket).put(key, older.map((version) => (version.versionId === versionId ? after : version)))
}

/**
 * A delete that names no version: the key is gone, and where the bucket keeps versions, a delete marker (returned) is on
 * top of them.
 */
export function removeObject(ctx: Context, bucket: string, key: string): DeleteMarker | undefined {
  const hadObject = findObject(ctx, bucket, key)
  const versioning = anyBucket(ctx, bucket)?.configuration.versioning
  if (versioning === undefined) {
    if (!hadObject) return undefined
    remove(ctx, objects(ctx, bucket), key)
    dropBytes(ctx, hadObject)
  }
  const lastModified = wholeSecond(ctx.clock.now())
  const marker = versioning === undefined ? undefined : putOnTop(ctx, bucket, { key, lastModified, isDeleteMarker: true as const })
  overtakeUploads(ctx, bucket, key, 'delete')
  ctx.signals.notify(`s3:${bucket}`)
  return marker
}

/** Removes one version for good, and gives it; the newest of those that remain is what the key reads as. */
export function removeVersion(ctx: Context, bucket: string, key: string, id: string | undefined): Version | undefined {
  const removed = findVersion(ctx, bucket, key, id)
  if (!removed) return undefined
  place(ctx, bucket, key, versionsOf(ctx, bucket, key).filter((version) => version !== removed))
  dropBytes(ctx, removed)
  if (!isMarker(removed)) overtakeUploads(ctx, bucket, key, 'delete')
  ctx.signals.notify(`s3:${bucket}`)
  return removed
}
