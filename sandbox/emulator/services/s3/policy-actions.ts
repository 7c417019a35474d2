/**
 * The actions, by what they apply to, and the condition keys that bucket policies may name: "Actions, resources, and
 * condition keys for Amazon S3" of the Service Authorization Reference.
 */

const words = (text: string) => text.trim().split(/\s+/)

const ON_BUCKETS = words(`
  CreateBucket DeleteBucket DeleteBucketPolicy DeleteBucketWebsite GetAccelerateConfiguration GetAnalyticsConfiguration
  GetBucketABAC GetBucketAcl GetBucketCORS GetBucketLocation GetBucketLogging GetBucketMetadataTableConfiguration
  GetBucketNotification GetBucketObjectLockConfiguration GetBucketOwnershipControls GetBucketPolicy GetBucketPolicyStatus
  GetBucketPublicAccessBlock GetBucketRequestPayment GetBucketTagging GetBucketVersioning GetBucketWebsite
  GetEncryptionConfiguration GetIntelligentTieringConfiguration GetInventoryConfiguration GetLifecycleConfiguration
  GetMetricsConfiguration GetReplicationConfiguration ListBucket ListBucketMultipartUploads ListBucketVersions
  ListTagsForResource PauseReplication PutAccelerateConfiguration PutAnalyticsConfiguration PutBucketABAC PutBucketAcl
  PutBucketCORS PutBucketLogging PutBucketNotification PutBucketObjectLockConfiguration PutBucketOwnershipControls
  PutBucketPolicy PutBucketPublicAccessBlock PutBucketRequestPayment PutBucketTagging PutBucketVersioning PutBucketWebsite
  PutEncryptionConfiguration PutIntelligentTieringConfiguration PutInventoryConfiguration PutLifecycleConfiguration
  PutMetricsConfiguration PutReplicationConfiguration TagResource UntagResource CreateBucketMetadataTableConfiguration
  DeleteBucketMetadataTableConfiguration UpdateBucketMetadataInventoryTableConfiguration
  UpdateBucketMetadataJournalTableConfiguration`)

const ON_OBJECTS = words(`
  AbortMultipartUpload BypassGovernanceRetention DeleteObject DeleteObjectTagging DeleteObjectVersion
  DeleteObjectVersionTagging GetObject GetObjectAcl GetObjectAttributes GetObjectLegalHold GetObjectRetention
  GetObjectTagging GetObjectTorrent GetObjectVersion GetObjectVersionAcl GetObjectVersionAttributes
  GetObjectVersionForReplication GetObjectVersionTagging GetObjectVersionTorrent InitiateReplication
  ListMultipartUploadParts ObjectOwnerOverrideToBucketOwner PutObject PutObjectAcl PutObjectLegalHold PutObjectRetention
  PutObjectTagging PutObjectVersionAcl PutObjectVersionTagging ReplicateDelete ReplicateObject ReplicateTags RestoreObject
  UpdateObjectEncryption`)

/** Those on accounts, access points, jobs and the like: a policy may name them, and they apply to nothing in it. */
const ON_OTHERS =
  /^(Associate|Dissociate|Submit|Describe|(Create|Delete|Get|List|Put|Update)(AccessGrant|AccessPoint|Account|AllMyBuckets|CallerAccess|DataAccess|Job|MultiRegion|StorageLens))/i

const KEYS = new Set(words(`
  accessgrantsinstancearn accesspointnetworkorigin authtype dataaccesspointaccount dataaccesspointarn delimiter
  destinationregion existingjoboperation existingjobpriority if-match if-none-match inventoryaccessibleoptionalfields
  isreplicationpauserequest jobsuspendedcause locationconstraint max-keys object-lock-legal-hold object-lock-mode
  object-lock-remaining-retention-days object-lock-retain-until-date objectcreationoperation prefix requestjoboperation
  requestjobpriority requestobjecttagkeys resourceaccount signatureage signatureversion tlsversion versionid x-amz-acl
  x-amz-content-sha256 x-amz-copy-source x-amz-grant-full-control x-amz-grant-read x-amz-grant-read-acp x-amz-grant-write
  x-amz-grant-write-acp x-amz-metadata-directive x-amz-object-ownership x-amz-server-side-encryption
  x-amz-server-side-encryption-aws-kms-key-id x-amz-server-side-encryption-customer-algorithm x-amz-storage-class
  x-amz-website-redirect-location`))
const TAG_KEYS = /^(accesspointtag|buckettag|existingobjecttag|requestobjecttag)\/./

/** An action's name, with its wildcards; undefined where it is of another service. */
const nameOf = (action: string): string | undefined => (action === '*' ? action : /^s3:(.+)$/i.exec(action)?.[1])

const pattern = (name: string) =>
  new RegExp(`^${name.replace(/[.+^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*').replaceAll('?', '.')}$`, 'i')

/** What an action of a policy, with its wildcards, stands for; undefined where S3 knows none like it. */
export function appliesTo(action: string): { readonly buckets: boolean; readonly objects: boolean } | undefined {
  const name = nameOf(action)
  if (name === undefined) return undefined
  const like = pattern(name)
  const found = { buckets: ON_BUCKETS.some((known) => like.test(known)), objects: ON_OBJECTS.some((known) => like.test(known)) }
  return found.buckets || found.objects || ON_OTHERS.test(name) ? found : undefined
}

/** Keys that begin with `aws:` are taken unseen, as AWS takes them, and so are those of identity providers. */
export function isConditionKey(key: string): boolean {
  const [, name] = /^s3:(.*)$/i.exec(key) ?? []
  if (name === undefined) return key.includes(':')
  return KEYS.has(name.toLowerCase()) || TAG_KEYS.test(name.toLowerCase())
}

const LISTS = ['ListBucket', 'ListBucketVersions', 'ListBucketMultipartUploads']
const OF_LISTS = /^s3:(prefix|delimiter|max-keys)$/i

/** Whether requests of an action may have a condition key. Only of lists it is looked at: theirs are known, and asked for wrongly most. */
export const mayHave = (action: string, key: string) => !OF_LISTS.test(key) || LISTS.some((name) => pattern(nameOf(action) ?? '').test(name))
