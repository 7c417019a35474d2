import type {
  BucketLocationConstraint,
  CORSRule,
  LifecycleRule,
  NotificationConfiguration,
  OwnershipControls,
  PublicAccessBlockConfiguration,
  ServerSideEncryptionConfiguration,
  TransitionDefaultMinimumObjectSize,
} from '@aws-sdk/client-s3'
import type { Blob } from '../../kernel/blobs.ts'
import type { Context, Host } from '../../kernel/context.ts'
import { collection, type Store, type Table } from '../../kernel/store.ts'
import * as errors from './errors.ts'
import type { Algorithm, Checksum } from './objects/checksums.ts'
import { KeyIndex } from './objects/key-index.ts'

export type Tags = Readonly<Record<string, string>>

/** What can be configured on a bucket, as it was given. */
export interface BucketConfiguration {
  readonly cors?: readonly CORSRule[]
  readonly encryption?: ServerSideEncryptionConfiguration
  readonly lifecycle?: { readonly rules: readonly LifecycleRule[]; readonly minimumSize: TransitionDefaultMinimumObjectSize }
  readonly notification?: NotificationConfiguration
  readonly ownership?: OwnershipControls
  readonly policy?: string
  readonly publicAccessBlock?: PublicAccessBlockConfiguration
  readonly tags?: Tags
}

/** Names of buckets are shared by all accounts and regions. */
export interface Bucket {
  readonly name: string
  readonly account: string
  readonly region: string
  /** Epoch milliseconds, a whole second. */
  readonly createdAt: number
  readonly locationConstraint?: BucketLocationConstraint
  readonly configuration: BucketConfiguration
}

/** What a client says about an object beside its bytes; a copy takes it over. */
export interface ObjectSettings {
  readonly contentType: string
  readonly cacheControl?: string
  readonly contentDisposition?: string
  readonly contentEncoding?: string
  readonly contentLanguage?: string
  /** As it was sent: S3 takes any text. */
  readonly expires?: string
  readonly websiteRedirectLocation?: string
  readonly storageClass: string
  readonly encryption: string
  readonly kmsKeyId?: string
  readonly metadata: Readonly<Record<string, string>>
  readonly tags: Tags
}

export interface StoredObject {
  readonly key: string
  readonly size: number
  /** Without quotes. */
  readonly etag: string
  /** Epoch milliseconds, a whole second. */
  readonly lastModified: number
  readonly settings: ObjectSettings
  readonly checksum: Checksum
  /** The bytes, in order: one blob, or one for each part of an upload in parts. */
  readonly pieces: readonly Blob[]
  /** Only of an upload in parts; as many as there are pieces. */
  readonly parts?: readonly ObjectPart[]
}

export interface ObjectPart {
  readonly number: number
  readonly size: number
  readonly checksum?: string
}

/** An upload in parts that has begun. */
export interface Upload {
  readonly id: string
  readonly key: string
  /** Epoch milliseconds, a whole second. */
  readonly initiatedAt: number
  readonly settings: ObjectSettings
  readonly checksum: Pick<Checksum, 'algorithm' | 'type'>
  /** Whether the client chose the checksum; if not, answers do not speak of it. */
  readonly checksumAsked: boolean
}

export interface UploadedPart {
  readonly number: number
  readonly size: number
  /** Without quotes. */
  readonly etag: string
  readonly lastModified: number
  readonly blob: Blob
  /** Base64. */
  readonly checksums: Readonly<Partial<Record<Algorithm, string>>>
}

const buckets = collection<Bucket>('s3.buckets', 'global')
const everywhere = ({ store }: { store: Store }) => buckets({ store, account: '', region: '' })
const objects = ({ store }: { store: Store }, bucket: string): Table<StoredObject> => store.table('s3.objects', bucket)
const uploads = ({ store }: { store: Store }, bucket: string): Table<Upload> => store.table('s3.uploads', bucket)
const parts = ({ store }: { store: Store }, uploadId: string): Table<UploadedPart> => store.table('s3.parts', uploadId)

/** S3 knows times to the second. */
export const wholeSecond = (time_ms: number) => Math.floor(time_ms / 1000) * 1000

/** The bucket of that name, whoever it belongs to. */
export function anyBucket(ctx: Context, name: string): Bucket | undefined {
  return everywhere(ctx).get(name)
}

/** The caller's buckets by name. */
export function ownBuckets(ctx: Context): Bucket[] {
  const own = [...everywhere(ctx).values()].filter(({ account }) => account === ctx.account)
  return own.sort((a, b) => (a.name < b.name ? -1 : 1))
}

export function putBucket(ctx: Context, bucket: Bucket): void {
  everywhere(ctx).put(bucket.name, bucket)
}

/** Changes one setting of a bucket; undefined takes it away. */
export function configure<K extends keyof BucketConfiguration>(
  ctx: Context,
  bucket: Bucket,
  name: K,
  value: BucketConfiguration[K] | undefined,
): void {
  const { [name]: _before, ...others } = bucket.configuration
  const configuration = value === undefined ? others : { ...others, [name]: value }
  putBucket(ctx, { ...bucket, configuration: configuration as BucketConfiguration })
}

/** Throws `BucketNotEmpty`. Uploads in parts that nobody completed go with the bucket. */
export function removeBucket(ctx: Context, { name }: Bucket): void {
  if (objects(ctx, name).size > 0) throw errors.bucketNotEmpty(name)
  for (const upload of uploadsOf(ctx, name)) removeUpload(ctx, name, upload.id)
  everywhere(ctx).delete(name)
}

/** The sorted keys of each bucket: made from the objects when they are first asked for, and kept up to date since. */
const indexes = new WeakMap<Store, Map<string, KeyIndex>>()

export function keysOf(ctx: Context, bucket: string): KeyIndex {
  const table = objects(ctx, bucket)
  let known = indexes.get(ctx.store)
  if (!known) indexes.set(ctx.store, (known = new Map()))
  let index = known.get(bucket)
  if (index?.size !== table.size) known.set(bucket, (index = KeyIndex.of(table.keys())))
  return index!
}

/** Called when the state is about to change under our feet. */
export function forgetKeys(host: Host): void {
  indexes.delete(host.store)
}

export function findObject(ctx: Context, bucket: string, key: string): StoredObject | undefined {
  return objects(ctx, bucket).get(key)
}

/** Puts an object in its place; what was there before goes, with its bytes. */
export function putObject(ctx: Context, bucket: string, object: StoredObject): void {
  const table = objects(ctx, bucket)
  const before = table.get(object.key)
  const index = before ? undefined : keysOf(ctx, bucket)
  table.put(object.key, object)
  index?.add(object.key)
  if (before) for (const piece of before.pieces) if (!object.pieces.includes(piece)) ctx.blobs.delete(piece)
  ctx.signals.notify(`s3:${bucket}`)
}

/** Changes nothing but what is said of an object. */
export function updateSettings(ctx: Context, bucket: string, object: StoredObject, change: Partial<ObjectSettings>): void {
  objects(ctx, bucket).put(object.key, { ...object, settings: { ...object.settings, ...change } })
}

/** Whether there was such an object. */
export function removeObject(ctx: Context, bucket: string, key: string): boolean {
  const table = objects(ctx, bucket)
  const object = table.get(key)
  if (!object) return false
  const index = keysOf(ctx, bucket)
  table.delete(key)
  index.delete(key)
  for (const piece of object.pieces) ctx.blobs.delete(piece)
  ctx.signals.notify(`s3:${bucket}`)
  return true
}

export function uploadsOf(ctx: Context, bucket: string): IterableIterator<Upload> {
  return uploads(ctx, bucket).values()
}

export function putUpload(ctx: Context, bucket: string, upload: Upload): void {
  uploads(ctx, bucket).put(upload.id, upload)
}

/** Throws `NoSuchUpload`, also where the upload is of another key. */
export function findUpload(ctx: Context, bucket: string, key: string, uploadId: string): Upload {
  const upload = uploads(ctx, bucket).get(uploadId)
  if (!upload || upload.key !== key) throw errors.noSuchUpload(uploadId)
  return upload
}

export function putPart(ctx: Context, upload: Upload, part: UploadedPart): void {
  const table = parts(ctx, upload.id)
  const before = table.get(String(part.number))
  if (before) ctx.blobs.delete(before.blob)
  table.put(String(part.number), part)
}

/** By number, ascending. */
export function partsOf(ctx: Context, upload: Upload): UploadedPart[] {
  return [...parts(ctx, upload.id).values()].sort((a, b) => a.number - b.number)
}

/** Ends an upload and drops the bytes of its parts but for those that became an object. */
export function removeUpload(ctx: Context, bucket: string, uploadId: string, kept: ReadonlySet<Blob> = new Set()): void {
  const table = parts(ctx, uploadId)
  for (const { blob } of table.values()) if (!kept.has(blob)) ctx.blobs.delete(blob)
  table.clear()
  uploads(ctx, bucket).delete(uploadId)
}
