import type { ServerSideEncryption, StorageClass } from '@aws-sdk/client-s3'
import type { Context } from '../../../kernel/context.ts'
import { invalidArgument } from '../errors.ts'
import { expirationOf } from '../lifecycle.ts'
import { anyBucket, findObject, type StoredObject } from '../state.ts'
import { restoreOf } from './archive.ts'
import { checksumMembers } from './checksums.ts'
import { lockMembers } from './lock.ts'
import type { ByteRange } from './range.ts'

/** `response-…` parameters of GET and HEAD, which stand in for the object's own headers. */
export interface Overrides {
  /** Of whoever asks for a version, even the latest, an answer says no expiration. */
  readonly VersionId?: string | undefined
  readonly ResponseCacheControl?: string | undefined
  readonly ResponseContentDisposition?: string | undefined
  readonly ResponseContentEncoding?: string | undefined
  readonly ResponseContentLanguage?: string | undefined
  readonly ResponseContentType?: string | undefined
}

/** What GET and HEAD say about an object, but for its length and range. */
export function describeObject(ctx: Context, bucket: string | undefined, object: StoredObject, overrides: Overrides) {
  const { settings } = object
  if (ctx.request?.rawQuery.includes('response-'))
    for (const [name, value] of Object.entries(overrides))
      if (name.startsWith('Response') && typeof value === 'string') checkHeader(name, value)
  // Bound outside of the schema, where it would have to be a date.
  const expires = responseExpires(ctx) ?? settings.expires
  if (expires !== undefined) ctx.responseHeaders['expires'] = expires
  const tagCount = Object.keys(settings.tags).length
  return {
    LastModified: new Date(object.lastModified),
    ETag: `"${object.etag}"`,
    AcceptRanges: 'bytes',
    ContentType: overrides.ResponseContentType ?? settings.contentType,
    CacheControl: overrides.ResponseCacheControl ?? settings.cacheControl,
    ContentDisposition: overrides.ResponseContentDisposition ?? settings.contentDisposition,
    ContentEncoding: overrides.ResponseContentEncoding ?? settings.contentEncoding,
    ContentLanguage: overrides.ResponseContentLanguage ?? settings.contentLanguage,
    WebsiteRedirectLocation: settings.websiteRedirectLocation,
    Metadata: settings.metadata as Record<string, string>,
    ...encryptionOf(object),
    // The default class is not spoken of.
    StorageClass: settings.storageClass === 'STANDARD' ? undefined : (settings.storageClass as StorageClass),
    TagCount: tagCount === 0 ? undefined : tagCount,
    ...lockMembers(settings.lock),
    Restore: restoreOf(ctx, object),
    Expiration: overrides.VersionId === undefined ? expirationMember(ctx, bucket, object) : undefined,
  }
}

/** Only of what a key reads as: older versions have rules of their own, and no such header. */
export function expirationMember(ctx: Context, name: string | undefined, object: StoredObject): string | undefined {
  const bucket = anyBucket(ctx, name ?? '')
  if (!bucket?.configuration.lifecycle || findObject(ctx, bucket.name, object.key) !== object) return undefined
  return expirationOf(bucket, object)
}

const responseExpires = ({ request }: Context) =>
  request?.rawQuery.includes('response-expires') ? (request.query.get('response-expires') ?? undefined) : undefined

/** A header can carry Latin-1 and no control characters. */
function checkHeader(member: string, value: string): void {
  if (/^[\x20-\x7e\xa0-\xff\t]*$/.test(value)) return
  const name = member.replace(/([a-z])([A-Z])/g, '$1-$2').toLowerCase()
  throw invalidArgument('Header value cannot be represented using ISO-8859-1.', name, value)
}

/** How an object is encrypted; of a client's own key answers say the MD5. */
export function encryptionOf({ settings }: Pick<StoredObject, 'settings'>) {
  if (settings.customerKey) return { SSECustomerAlgorithm: 'AES256', SSECustomerKeyMD5: settings.customerKey.md5 }
  return {
    ServerSideEncryption: settings.encryption as ServerSideEncryption,
    SSEKMSKeyId: settings.kmsKeyId,
    BucketKeyEnabled: settings.bucketKeyEnabled,
    // In answers about writing alone; those about reading have no such member.
    SSEKMSEncryptionContext: settings.kmsContext,
  }
}

/** The checksum of the whole object, for those who asked and got the whole, be it as a range. */
export function askedChecksum(object: StoredObject, mode: string | undefined, range: ByteRange | undefined) {
  const isWhole = !range || range.end - range.start + 1 === object.size
  return mode === 'ENABLED' && isWhole ? checksumMembers(object.checksum) : {}
}
