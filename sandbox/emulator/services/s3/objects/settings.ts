import { createHash } from 'node:crypto'
import type { PutObjectCommandInput, StorageClass } from '@aws-sdk/client-s3'
import type { Context } from '../../../kernel/context.ts'
import { AwsError } from '../../../kernel/errors.ts'
import { httpDate } from '../../../protocols/scalars.ts'
import * as errors from '../errors.ts'
import type { Bucket, ObjectSettings } from '../state.ts'
import { readObjectAcl } from './acl.ts'
import { readLock } from './lock.ts'
import { parseTagging } from './tags.ts'

/** The members that PutObject, CopyObject and CreateMultipartUpload have in common. */
type SettingsInput = Omit<PutObjectCommandInput, 'Body' | 'Key' | 'Bucket'>

const MOST_METADATA_BYTES = 2048

/** Reads what a request says about an object beside its bytes; throws S3's error for what cannot be. */
export function readSettings(ctx: Context, bucket: Bucket, input: SettingsInput): ObjectSettings {
  if (input.WebsiteRedirectLocation !== undefined && !/^(\/|https?:\/\/)/.test(input.WebsiteRedirectLocation))
    throw errors.invalidRedirectLocation()
  if (input.SSECustomerAlgorithm !== undefined)
    throw errors.headerNotImplemented('x-amz-server-side-encryption-customer-algorithm')
  const acl = readObjectAcl(bucket, input)
  const lock = readLock(ctx, bucket, input)
  return {
    contentType: input.ContentType || 'binary/octet-stream',
    ...described(ctx, input),
    storageClass: readStorageClass(input.StorageClass),
    ...readEncryption(ctx, bucket, input),
    metadata: readMetadata(input.Metadata),
    tags: input.Tagging === undefined ? {} : parseTagging(input.Tagging),
    ...(acl ? { acl } : {}),
    ...(lock ? { lock } : {}),
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

/** Whether objects of general purpose buckets may have it; written so that the compiler misses a class that AWS adds. */
const STORAGE_CLASSES: Readonly<Record<StorageClass, boolean>> = {
  AWS_BACKUP_LOW_COST_WARM: false,
  AWS_BACKUP_WARM: false,
  DEEP_ARCHIVE: true,
  EXPRESS_ONEZONE: false,
  FSX_ONTAP: false,
  FSX_OPENZFS: false,
  GLACIER: true,
  GLACIER_IR: true,
  INTELLIGENT_TIERING: true,
  ONEZONE_IA: true,
  OUTPOSTS: false,
  REDUCED_REDUNDANCY: true,
  SNOW: false,
  STANDARD: true,
  STANDARD_IA: true,
}

function readStorageClass(given: string | undefined): string {
  if (given === undefined) return 'STANDARD'
  if (Object.hasOwn(STORAGE_CLASSES, given) && STORAGE_CLASSES[given as StorageClass]) return given
  throw new AwsError('InvalidStorageClass', 'The storage class you specified is not valid', {
    members: { StorageClassRequested: given },
  })
}

type Encryption = Pick<ObjectSettings, 'encryption' | 'kmsKeyId' | 'bucketKeyEnabled'>

/** The request's encryption, else the bucket's, else S3's own. */
function readEncryption(ctx: Context, bucket: Bucket, input: SettingsInput): Encryption {
  const rule = bucket.configuration.encryption?.Rules?.[0]
  const byDefault = rule?.ApplyServerSideEncryptionByDefault
  const encryption = input.ServerSideEncryption ?? byDefault?.SSEAlgorithm ?? 'AES256'
  if (!['AES256', 'aws:kms', 'aws:kms:dsse'].includes(encryption))
    throw errors.invalidArgument('The encryption method specified is not supported', 'x-amz-server-side-encryption', encryption)
  if (!encryption.startsWith('aws:kms')) {
    if (input.SSEKMSKeyId !== undefined)
      throw errors.invalidArgument(
        'Server Side Encryption with AWS KMS managed key requires HTTP header x-amz-server-side-encryption : aws:kms',
        'x-amz-server-side-encryption',
        input.ServerSideEncryption,
      )
    return { encryption }
  }
  const named = input.SSEKMSKeyId ?? (encryption === byDefault?.SSEAlgorithm ? byDefault.KMSMasterKeyID : undefined)
  const bucketKeyEnabled = input.BucketKeyEnabled ?? rule?.BucketKeyEnabled ?? false
  return { encryption, kmsKeyId: kmsKeyArn(ctx, bucket, named), ...(bucketKeyEnabled ? { bucketKeyEnabled } : {}) }
}

/** S3 shows keys by ARN; without a name it is the account's own key for S3 (`aws/s3`). */
function kmsKeyArn(ctx: Context, { region }: Bucket, named: string | undefined): string {
  const arn = (resource: string) => `arn:aws:kms:${region}:${ctx.account}:${resource}`
  if (named === undefined) return arn(`key/${uuidOf(`aws/s3 ${ctx.account} ${region}`)}`)
  return named.startsWith('arn:') ? named : arn(named.startsWith('alias/') ? named : `key/${named}`)
}

const uuidOf = (text: string) =>
  createHash('md5').update(text).digest('hex').replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-4$3-8$4-$5')

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
