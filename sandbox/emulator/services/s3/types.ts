import type {
  AnalyticsConfiguration,
  BucketAbacStatus,
  BucketAccelerateStatus,
  BucketLocationConstraint,
  BucketVersioningStatus,
  CORSRule,
  Grant,
  IntelligentTieringConfiguration,
  InventoryConfiguration,
  LifecycleRule,
  LoggingEnabled,
  MetricsConfiguration,
  NotificationConfiguration,
  ObjectLockConfiguration,
  ObjectLockRetentionMode,
  OwnershipControls,
  Payer,
  PublicAccessBlockConfiguration,
  ReplicationConfiguration,
  ServerSideEncryptionConfiguration,
  TransitionDefaultMinimumObjectSize,
  WebsiteConfiguration,
} from '@aws-sdk/client-s3'
import type { Blob } from '../../kernel/blobs.ts'
import type { Algorithm, Checksum } from './objects/checksums.ts'

export type Tags = Readonly<Record<string, string>>

/** What can be configured on a bucket, as it was given. */
export interface BucketConfiguration {
  readonly abac?: BucketAbacStatus
  readonly acceleration?: BucketAccelerateStatus
  readonly acl?: Acl
  readonly analytics?: ById<AnalyticsConfiguration>
  readonly cors?: readonly CORSRule[]
  readonly encryption?: ServerSideEncryptionConfiguration
  readonly intelligentTiering?: ById<IntelligentTieringConfiguration>
  readonly inventory?: ById<InventoryConfiguration>
  readonly lifecycle?: { readonly rules: readonly LifecycleRule[]; readonly minimumSize: TransitionDefaultMinimumObjectSize }
  readonly logging?: LoggingEnabled
  readonly metrics?: ById<MetricsConfiguration>
  readonly notification?: NotificationConfiguration
  /** Absent: objects of this bucket cannot be locked. */
  readonly objectLock?: ObjectLockConfiguration
  readonly ownership?: OwnershipControls
  readonly policy?: string
  readonly publicAccessBlock?: PublicAccessBlockConfiguration
  readonly replication?: ReplicationConfiguration
  readonly requestPayer?: Payer
  readonly tags?: Tags
  /** Absent: versions were never kept. */
  readonly versioning?: BucketVersioningStatus
  readonly website?: WebsiteConfiguration
}

/** Configurations of which a bucket has many, each with an id. */
export type ById<T> = Readonly<Record<string, T>>

/** Names of buckets are shared by all accounts and regions, unless the engine's settings leave them to each account. */
export interface Bucket {
  readonly name: string
  readonly account: string
  readonly region: string
  /** Where the store has it, and what is in it, where the name alone would not tell. */
  readonly place?: string
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
  readonly bucketKeyEnabled?: true
  /** Base64 of JSON, as it was given. */
  readonly kmsContext?: string
  /** Only of objects under a key of their client's (SSE-C). */
  readonly customerKey?: CustomerKey
  readonly metadata: Readonly<Record<string, string>>
  readonly tags: Tags
  /** Absent: the owner may do all. */
  readonly acl?: Acl
  readonly lock?: ObjectLock
}

/** What is kept of a client's key: enough to know it again. */
export interface CustomerKey {
  /** Base64. */
  readonly md5: string
  /** Hexadecimal, as is `hmac`. */
  readonly salt: string
  readonly hmac: string
}

/** Who may do what beside policies; the owner is the bucket's account. */
export type Acl = readonly Grant[]

/** What keeps a version from being deleted. */
export interface ObjectLock {
  readonly mode?: ObjectLockRetentionMode
  /** Epoch milliseconds; there is one where there is a mode. */
  readonly retainUntil?: number
  readonly legalHold?: 'ON' | 'OFF'
}

export interface StoredObject {
  readonly key: string
  /** Absent: the version `null`. */
  readonly versionId?: string
  /** Until when the copy of an archived object can be read, in epoch milliseconds. */
  readonly restoredUntil?: number
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
  /** The upload's id, with the parts. */
  readonly uploadId?: string
}

/** Says that a key was deleted; as a version it takes its place above those that remain. */
export interface DeleteMarker {
  readonly key: string
  /** Absent: the version `null`. */
  readonly versionId?: string
  readonly lastModified: number
  readonly isDeleteMarker: true
}

export type Version = StoredObject | DeleteMarker

export const isMarker = (version: Version): version is DeleteMarker => 'isDeleteMarker' in version

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
  /** What befell the key since the upload began. */
  readonly overtakenBy?: 'write' | 'delete'
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

/** S3 knows times to the second. */
export const wholeSecond = (time_ms: number) => Math.floor(time_ms / 1000) * 1000
