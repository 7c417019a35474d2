import type { Context } from '../../kernel/context.ts'
import * as errors from './errors.ts'
import { anyBucket, findObject, type Bucket, type StoredObject } from './state.ts'

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
  if (bucket.account !== ctx.account) throw errors.accessDenied()
  if (owner !== undefined && owner !== bucket.account) throw errors.accessDenied()
  return bucket
}

/** A request without a signature names no region, and a call from inside needs none. */
function refuseRegion(ctx: Context, bucket: Bucket): void {
  if (!ctx.request || ctx.principal.type === 'anonymous') return
  if (ctx.request.rawQuery.includes('X-Amz-Credential')) throw errors.wrongPresignedRegion(ctx.region, bucket.region)
  throw errors.permanentRedirect(bucket.name, bucket.region)
}

/** An object of `requireBucket`'s bucket; throws `NoSuchKey`, and `InvalidArgument` for a version other than `null`. */
export function requireObject(
  ctx: Context,
  input: BucketInput & { readonly Key: string | undefined; readonly VersionId?: string | undefined },
): StoredObject {
  const bucket = requireBucket(ctx, input)
  checkVersion(input.VersionId)
  const key = input.Key ?? ''
  const object = findObject(ctx, bucket.name, key)
  if (!object) throw Buffer.byteLength(key) > LONGEST_KEY_BYTES ? errors.keyTooLong(key) : errors.noSuchKey(key)
  return object
}

/** Objects of a bucket without versions have the one version `null`. */
export function checkVersion(versionId: string | undefined): void {
  if (versionId !== undefined && versionId !== 'null')
    throw errors.invalidArgument('Invalid version id specified', 'versionId', versionId)
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
