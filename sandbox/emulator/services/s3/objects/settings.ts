import type { PutObjectCommandInput, StorageClass } from '@aws-sdk/client-s3'
import type { Context } from '../../../kernel/context.ts'
import { AwsError } from '../../../kernel/errors.ts'
import { httpDate } from '../../../protocols/scalars.ts'
import * as errors from '../errors.ts'
import type { Bucket, ObjectSettings } from '../state.ts'
import { parseTagging } from './tags.ts'

/** The members that PutObject, CopyObject and CreateMultipartUpload have in common. */
type SettingsInput = Omit<PutObjectCommandInput, 'Body' | 'Key' | 'Bucket'>

const MOST_METADATA_BYTES = 2048

/** Reads what a request says about an object beside its bytes; throws S3's error for what cannot be. */
export function readSettings(ctx: Context, bucket: Bucket, input: SettingsInput): ObjectSettings {
  if (input.SSECustomerAlgorithm !== undefined)
    throw errors.headerNotImplemented('x-amz-server-side-encryption-customer-algorithm')
  if (input.ObjectLockMode !== undefined || input.ObjectLockLegalHoldStatus !== undefined)
    throw errors.invalidRequest('Bucket is missing Object Lock Configuration')
  checkAcl(bucket, input)
  return {
    contentType: input.ContentType || 'binary/octet-stream',
    ...described(ctx, input),
    storageClass: readStorageClass(input.StorageClass),
    ...readEncryption(bucket, input),
    metadata: readMetadata(input.Metadata),
    tags: input.Tagging === undefined ? {} : parseTagging(input.Tagging),
  }
}

/** Headers that come back as they came; absent ones stay absent. */
function described(ctx: Context, input: SettingsInput): Partial<ObjectSettings> {
  const encoding = input.ContentEncoding?.split(',').map((part) => part.trim()).filter((part) => part !== 'aws-chunked').join(',')
  const expires = ctx.request?.headers['expires'] ?? (input.Expires ? httpDate(input.Expires) : undefined)
  return {
    ...(input.CacheControl === undefined ? {} : { cacheControl: input.CacheControl }),
    ...(input.ContentDisposition === undefined ? {} : { contentDisposition: input.ContentDisposition }),
    ...(encoding ? { contentEncoding: encoding } : {}),
    ...(input.ContentLanguage === undefined ? {} : { contentLanguage: input.ContentLanguage }),
    ...(expires === undefined ? {} : { expires }),
    ...(input.WebsiteRedirectLocation === undefined ? {} : { websiteRedirectLocation: input.WebsiteRedirectLocation }),
  }
}

/** Written so that the compiler misses a class that AWS adds. */
const STORAGE_CLASSES: Readonly<Record<StorageClass, true>> = {
  AWS_BACKUP_LOW_COST_WARM: true,
  AWS_BACKUP_WARM: true,
  DEEP_ARCHIVE: true,
  EXPRESS_ONEZONE: true,
  FSX_ONTAP: true,
  FSX_OPENZFS: true,
  GLACIER: true,
  GLACIER_IR: true,
  INTELLIGENT_TIERING: true,
  ONEZONE_IA: true,
  OUTPOSTS: true,
  REDUCED_REDUNDANCY: true,
  SNOW: true,
  STANDARD: true,
  STANDARD_IA: true,
}

function readStorageClass(given: string | undefined): string {
  if (given === undefined) return 'STANDARD'
  if (Object.hasOwn(STORAGE_CLASSES, given)) return given
  throw new AwsError('InvalidStorageClass', 'The storage class you specified is not valid', {
    members: { StorageClassRequested: given },
  })
}

function readEncryption(bucket: Bucket, input: SettingsInput): Pick<ObjectSettings, 'encryption' | 'kmsKeyId'> {
  const byDefault = bucket.configuration.encryption?.Rules?.[0]?.ApplyServerSideEncryptionByDefault
  const encryption = input.ServerSideEncryption ?? byDefault?.SSEAlgorithm ?? 'AES256'
  if (!['AES256', 'aws:kms', 'aws:kms:dsse'].includes(encryption))
    throw errors.invalidArgument('The encryption method specified is not supported', 'x-amz-server-side-encryption', encryption)
  const kmsKeyId = encryption === 'AES256' ? undefined : (input.SSEKMSKeyId ?? byDefault?.KMSMasterKeyID)
  return { encryption, ...(kmsKeyId === undefined ? {} : { kmsKeyId }) }
}

/** Since 2023 a bucket takes no ACLs unless its ownership controls say otherwise; those that change nothing may come. */
function checkAcl(bucket: Bucket, input: SettingsInput): void {
  const acl = input.ACL as string | undefined
  const grants = input.GrantRead ?? input.GrantReadACP ?? input.GrantWriteACP ?? input.GrantFullControl
  const harmless = grants === undefined && (acl === undefined || acl === 'private' || acl === 'bucket-owner-full-control')
  const ownership = bucket.configuration.ownership?.Rules?.[0]?.ObjectOwnership ?? 'BucketOwnerEnforced'
  if (!harmless && ownership === 'BucketOwnerEnforced') throw errors.aclNotSupported()
}

function readMetadata(given: Record<string, string> | undefined): Readonly<Record<string, string>> {
  const metadata: Record<string, string> = {}
  let size = 0
  for (const [name, value] of Object.entries(given ?? {})) {
    metadata[name.toLowerCase()] = toMailSafe(value)
    size += Buffer.byteLength(name) + Buffer.byteLength(value)
  }
  if (size > MOST_METADATA_BYTES) throw errors.metadataTooLarge(size)
  return metadata
}

/** S3 gives metadata beyond ASCII back in the form of RFC 2047. */
function toMailSafe(value: string): string {
  if (/^[\x20-\x7e\t]*$/.test(value)) return value
  // Node reads header bytes as Latin-1; a text from inside the process is already what it should be.
  const bytes = /^[\x00-\xff]*$/.test(value) ? Buffer.from(value, 'latin1') : Buffer.from(value)
  return `=?UTF-8?B?${bytes.toString('base64')}?=`
}
