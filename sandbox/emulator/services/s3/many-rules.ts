import type {
  AnalyticsConfiguration, AnalyticsS3ExportFileFormat, IntelligentTieringAccessTier, IntelligentTieringConfiguration, InventoryConfiguration,
  InventoryFormat, InventoryFrequency, InventoryIncludedObjectVersions, InventoryOptionalField, StorageClassAnalysisSchemaVersion,
} from '@aws-sdk/client-s3'
import * as errors from './errors.ts'

/** Written so that the compiler misses a word that AWS adds. */
type Words<T extends string> = Readonly<Record<T, true>>

const EXPORT_FORMATS: Words<AnalyticsS3ExportFileFormat> = { CSV: true }
const EXPORT_VERSIONS: Words<StorageClassAnalysisSchemaVersion> = { V_1: true }
const FORMATS: Words<InventoryFormat> = { CSV: true, ORC: true, Parquet: true }
const FREQUENCIES: Words<InventoryFrequency> = { Daily: true, Weekly: true }
const VERSIONS: Words<InventoryIncludedObjectVersions> = { All: true, Current: true }
const OPTIONAL_FIELDS: Words<InventoryOptionalField> = {
  BucketKeyStatus: true, ChecksumAlgorithm: true, ETag: true, EncryptionStatus: true, IntelligentTieringAccessTier: true,
  IntelligentTieringReferenceDate: true, IsMultipartUploaded: true, LastModifiedDate: true, LifecycleExpirationDate: true,
  ObjectAccessControlList: true, ObjectLockEventHoldDuration: true, ObjectLockEventHoldStatus: true,
  ObjectLockLegalHoldStatus: true, ObjectLockMode: true, ObjectLockRetainUntilDate: true, ObjectOwner: true,
  ReplicationStatus: true, Size: true, StorageClass: true,
}
/** The fewest days without access after which an object goes down ("Tiering" of the API Reference). */
const FEWEST_DAYS: Readonly<Record<IntelligentTieringAccessTier, number>> = { ARCHIVE_ACCESS: 90, DEEP_ARCHIVE_ACCESS: 180 }
const MOST_DAYS = 730

function wants(isRight: boolean): void {
  if (!isRight) throw errors.malformedXml()
}

const isOneOf = (words: Words<string>, given: string | undefined) => given !== undefined && Object.hasOwn(words, given)

/** Throws `MalformedXML`. */
export function checkAnalytics({ StorageClassAnalysis: analysis }: AnalyticsConfiguration): void {
  wants(analysis !== undefined)
  const exported = analysis?.DataExport
  if (!exported) return
  const to = exported.Destination?.S3BucketDestination
  wants(isOneOf(EXPORT_VERSIONS, exported.OutputSchemaVersion) && isOneOf(EXPORT_FORMATS, to?.Format) && to?.Bucket !== undefined)
}

/** Throws `MalformedXML`, and `InvalidArgument` for days that there cannot be, of which S3's sentence is not known. */
export function checkTiering({ Status: status, Tierings: tierings = [] }: IntelligentTieringConfiguration): void {
  wants((status === 'Enabled' || status === 'Disabled') && tierings.length > 0)
  for (const { AccessTier: tier, Days: days } of tierings) {
    wants(isOneOf({ ARCHIVE_ACCESS: true, DEEP_ARCHIVE_ACCESS: true }, tier) && days !== undefined)
    if (days! < FEWEST_DAYS[tier!] || days! > MOST_DAYS) throw errors.invalidArgument('Invalid Argument', 'Days', days)
  }
}

/** Throws `MalformedXML`. Where it is to go is looked at last: `checkInventoryTarget`. */
export function checkInventory(given: InventoryConfiguration): void {
  const to = given.Destination?.S3BucketDestination
  wants(to?.Bucket !== undefined && isOneOf(FORMATS, to.Format))
  wants(given.IsEnabled !== undefined && isOneOf(VERSIONS, given.IncludedObjectVersions) && isOneOf(FREQUENCIES, given.Schedule?.Frequency))
  wants((given.OptionalFields ?? []).every((field) => isOneOf(OPTIONAL_FIELDS, field)))
}

/** Throws `InvalidS3DestinationBucket`. */
export function checkInventoryTarget({ Destination: to }: InventoryConfiguration): void {
  if (!/^arn:aws:s3:::[^/]+$/.test(to?.S3BucketDestination?.Bucket ?? '')) throw errors.invalidDestinationBucket()
}
