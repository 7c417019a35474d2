import type { Context } from '../../kernel/context.ts'
import type { AwsError } from '../../kernel/errors.ts'
import { httpDate } from '../../protocols/scalars.ts'
import * as errors from './errors.ts'
import { readVersionId } from './objects/version-id.ts'
import {
  anyBucket, findLatest, findObject, findVersion, isMarker, type Bucket, type DeleteMarker, type StoredObject, type Version,
} from './state.ts'

interface BucketInput {
  readonly Bucket: string | undefined
  readonly ExpectedBucketOwner?: string | undefined
}

/**
 * The bucket that a request names, if the caller may use it from here. Throws `NoSuchBucket`, `AccessDenied` for
 * another account's bucket, and for a request that was signed for another region what makes clients ask again.
 */
export function requireBucket(ctx: Context, { Bucket: name = '', ExpectedBucketOwner: owner }: BucketInput): Bucket {
  const bucket = anyBucket(ctx, name)
  if (!bucket) throw isBucketName(name) ? errors.noSuchBucket(name) : errors.invalidBucketName(name)
  if (bucket.region !== ctx.region) refuseRegion(ctx, bucket)
  if (isForeign(ctx, bucket)) throw errors.accessDenied()
  if (owner !== undefined && owner !== bucket.account) throw errors.accessDenied()
  return bucket
}

/** Policies decide about other accounts; without any, a bucket is its owner's alone. */
export const isForeign = ({ account, settings }: Context, bucket: Bucket) => settings.iam === 'off' && bucket.account !== account

/** A request without a signature names no region, and a call from inside needs none. */
function refuseRegion(ctx: Context, bucket: Bucket): void {
  if (!ctx.request || ctx.principal.type === 'anonymous') return
  if (ctx.request.rawQuery.includes('X-Amz-Credential')) throw errors.wrongPresignedRegion(ctx.region, bucket.region)
  throw errors.permanentRedirect(bucket.name, bucket.region)
}

interface ObjectInput extends BucketInput {
  readonly Key: string | undefined
  readonly VersionId?: string | undefined
}

/**
 * An object of `requireBucket`'s bucket, in the version that the request names. Throws `NoSuchKey`, `NoSuchVersion`,
 * `InvalidArgument` for what is no version's id, and `MethodNotAllowed` where the version is a delete marker (with
 * `refuseMarkers` also where that is the latest one and the request names none).
 */
export function requireObject(ctx: Context, input: ObjectInput, refuseMarkers = false): StoredObject {
  const bucket = requireBucket(ctx, input)
  const key = input.Key ?? ''
  if (input.VersionId === undefined && !refuseMarkers) {
    const object = findObject(ctx, bucket.name, key)
    if (object) return object
  }
  const version = namedVersion(ctx, bucket, key, input.VersionId)
  if (!isMarker(version)) return version
  if (input.VersionId === undefined && !refuseMarkers) throw unlessHidden(ctx, bucket, errors.deletedKey(key, shownVersionId(version)))
  throw markerNotAllowed(ctx, version)
}

/** The version that a request is about, or the latest; throws `NoSuchKey` or `NoSuchVersion`. */
export function namedVersion(ctx: Context, bucket: Bucket, key: string, given: string | undefined): Version {
  if (given !== undefined) {
    const version = findVersion(ctx, bucket.name, key, readVersionId(given))
    if (!version) throw unlessHidden(ctx, bucket, errors.noSuchVersion(key, given))
    return version
  }
  const latest = findLatest(ctx, bucket.name, key)
  if (latest) return latest
  throw Buffer.byteLength(key) > LONGEST_KEY_BYTES ? errors.keyTooLong(key) : unlessHidden(ctx, bucket, errors.noSuchKey(key))
}

/** Who may not list a bucket is not told either what is not in it ("GetObject", Permissions). */
export function unlessHidden(ctx: Context, { name }: Bucket, error: AwsError): AwsError {
  return ctx.denial?.({ action: 's3:ListBucket', resource: bucketArn({ Bucket: name }) }) ?? error
}

function markerNotAllowed(ctx: Context, marker: DeleteMarker) {
  return errors.methodNotAllowed(ctx.request?.method ?? 'GET', 'DeleteMarker', {
    'x-amz-delete-marker': 'true',
    'x-amz-version-id': shownVersionId(marker),
    'last-modified': httpDate(new Date(marker.lastModified)),
    allow: 'DELETE',
  })
}

export const shownVersionId = ({ versionId }: Pick<Version, 'versionId'>) => versionId ?? 'null'

/** The `VersionId` of answers about a version: none where the bucket never kept versions. */
export function versionMember(ctx: Context, bucket: string | undefined, version: Version): { VersionId?: string } {
  if (version.versionId !== undefined) return { VersionId: version.versionId }
  return anyBucket(ctx, bucket ?? '')?.configuration.versioning === undefined ? {} : { VersionId: 'null' }
}

const LONGEST_KEY_BYTES = 1024

/** The key of a new object; throws `KeyTooLongError`. */
export function newKey(key: string | undefined): string {
  const given = key ?? ''
  // No key is a third as long in characters as in bytes, so most need no count of their bytes.
  if (given.length > LONGEST_KEY_BYTES / 3 && Buffer.byteLength(given) > LONGEST_KEY_BYTES) throw errors.keyTooLong(given)
  return given
}

const RESERVED_STARTS = ['xn--', 'sthree-', 'amzn-s3-demo-']
const RESERVED_ENDS = ['-s3alias', '--ol-s3', '.mrap', '--x-s3', '--table-s3']

/** "General purpose bucket naming rules" of the S3 User Guide. */
export function isBucketName(name: string): boolean {
  if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) || name.includes('..')) return false
  if (/^\d+\.\d+\.\d+\.\d+$/.test(name)) return false
  return !RESERVED_STARTS.some((start) => name.startsWith(start)) && !RESERVED_ENDS.some((end) => name.endsWith(end))
}

export const bucketArn = (input: { readonly Bucket?: string | undefined }) => `arn:aws:s3:::${input.Bucket}`

export const objectArn = (input: { readonly Bucket?: string | undefined; readonly Key?: string | undefined }) =>
  `arn:aws:s3:::${input.Bucket}/${input.Key}`
