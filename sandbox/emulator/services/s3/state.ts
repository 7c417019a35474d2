import { rootPrincipal, type Context, type Host } from '../../kernel/context.ts'
import { dropBucket, ownBuckets } from './bucket-state.ts'
import * as errors from './errors.ts'
import { emptyBucket, isEmpty } from './object-state.ts'
import type { Bucket } from './types.ts'
import { removeUpload, uploadsOf } from './upload-state.ts'

export type * from './types.ts'
export { isMarker, wholeSecond } from './types.ts'
export * from './bucket-state.ts'
export * from './object-state.ts'
export * from './upload-state.ts'

/** Throws `BucketNotEmpty`. Uploads in parts that nobody completed go with the bucket. */
export function removeBucket(ctx: Context, bucket: Bucket): void {
  const { name, configuration } = bucket
  if (!isEmpty(ctx, name)) throw errors.bucketNotEmpty(name, configuration.versioning !== undefined)
  for (const upload of uploadsOf(ctx, name)) removeUpload(ctx, name, upload.id)
  dropBucket(ctx, bucket)
}

/** Forgets the bytes of all that is in an account's buckets; the rows go with its other ones. */
export function dropContents(host: Host, account: string): void {
  const owner = { ...host, account, principal: rootPrincipal(account) }
  for (const bucket of ownBuckets(owner)) {
    for (const upload of uploadsOf(owner, bucket.name)) removeUpload(owner, bucket.name, upload.id)
    emptyBucket(owner, bucket.name)
  }
}
