import type { PutObjectCommandInput, StorageClass } from '@aws-sdk/client-s3'
import type { Context } from '../../../kernel/context.ts'
import { AwsError } from '../../../kernel/errors.ts'
import { remembered } from '../../../kernel/remembered.ts'
import { httpDate } from '../../../protocols/scalars.ts'
import * as errors from '../errors.ts'
import type { Bucket, ObjectSettings } from '../state.ts'
import { readObjectAcl } from './acl.ts'
import { readEncryption, S3_MANAGED } from './encryption.ts'
import { readLock } from './lock.ts'
import { parseTagging } from './tags.ts'

/** The members that PutObject, CopyObject and CreateMultipartUpload have in common. */
type SettingsInput = Omit<PutObjectCommandInput, 'Body' | 'Bucket'> & { readonly CopySource?: string | undefined }

const MOST_METADATA_BYTES = 2048

/** A header's value is a part of the text of its request's head, and would keep all of that as long as it is kept itself. */
const own = (text: string) => Buffer.from(text, 'latin1').toString('latin1')
const ownType = remembered((type) => (/^[\x00-\xff]*$/.test(type) ? own(type) : type))

/** Reads what a request says about an object beside its bytes; throws S3's error for what cannot be. */
export function readSettings(ctx: Context, bucket: Bucket, input: SettingsInput): ObjectSettings {
  if (input.WebsiteRedirectLocation !== undefined && !/^(\/|https?:\/\/)/.test(input.WebsiteRedirectLocation))
    throw errors.invalidRedirectLocation()
  const acl = readObjectAcl(bucket, input)
  const lock = readLock(ctx, bucket, input)
  const contentType = ownType(input.ContentType || 'binary/octet-stream')
  const headers = described(ctx, input)
  const storageClass = readStorageClass(input.StorageClass)
  const encryption = readEncryption(ctx, bucket, input)
  const metadata = readMetadata(input.Metadata)
  const tags = input.Tagging === undefined ? NOTHING : parseTagging(input.Tagging)
  const isUsual = !acl && !lock && headers === NOTHING && encryption === S3_MANAGED && metadata === NOTHING && tags === NOTHING
  if (isUsual) return usual(`${storageClass} ${contentType}`)
  return { contentType, ...headers, storageClass, ...encryption, metadata, tags, ...(acl ? { acl } : {}), ...(lock ? { lock } : {}) }
}

const NOTHING = Object.freeze({})

/** Nothing is said of most objects but their type: they share what is kept of that. */
const usual = remembered((text): ObjectSettings => {
  const space = text.indexOf(' ')
  return { contentType: text.slice(space + 1), storageClass: text.slice(0, space), ...S3_MANAGED, metadata: NOTHING, tags: NOTHING }
})

/** Headers that come back as they came; absent ones stay absent. */
function described(ctx: Context, input: SettingsInput): Partial<ObjectSettings> {
  const encoding = input.ContentEncoding?.split(',').map((part) => part.trim()).filter((part) => part !== 'aws-chunked').join(',')
  const expires = ctx.request?.headers['expires'] ?? (input.Expires ? httpDate(input.Expires) : undefined)
  const headers = [input.CacheControl, input.ContentDisposition, encoding || undefined, input.ContentLanguage, expires, input.WebsiteRedirectLocation]
  if (headers.every((header) => header === undefined)) return NOTHING
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

function readMetadata(given: Record<string, string> | undefined): Readonly<Record<string, string>> {
  const entries = Object.entries(given ?? {})
  if (entries.length === 0) return NOTHING
  const metadata: Record<string, string> = {}
  let size = 0
  for (const [name, value] of entries) {
    metadata[name.toLowerCase()] = toMailSafe(value)
    size += Buffer.byteLength(name) + Buffer.byteLength(value)
  }
  if (size > MOST_METADATA_BYTES) throw errors.metadataTooLarge(size)
  return metadata
}

/** S3 gives metadata beyond ASCII back in the form of RFC 2047. */
function toMailSafe(value: string): string {
  if (/^[\x20-\x7e\t]*$/.test(value)) return own(value)
  // Node reads header bytes as Latin-1; a text from inside the process is already what it should be.
  const bytes = /^[\x00-\xff]*$/.test(value) ? Buffer.from(value, 'latin1') : Buffer.from(value)
  return `=?UTF-8?B?${bytes.toString('base64')}?=`
}
