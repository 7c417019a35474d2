import type { Context } from '../../kernel/context.ts'
import { dropBucket } from './bucket-state.ts'
import * as errors from './errors.ts'
import { isEmpty } from './object-state.ts'
import type { Bucket } from './types.ts'
import { removeUpload, uploadsOf } from './upload-state.ts'

export type * from './types.ts'
export { isMarker, wholeSecond } from './types.ts'
export * from './bucket-state.ts'
export * from './object-state.ts'
export * from './upload-state.ts'

/** Throws `BucketNotEmpty`. Uploads in parts that nobody completed go with the bucket. */
export function removeBucket(ctx: Context, { name, configuration }: Bucket): void {
  if (!isEmpty(ctx, name)) throw errors.bucketNotEmpty(name, configuration.versioning !== undefined)
  for (const upload of uploadsOf(ctx, name)) removeUpload(ctx, name, upload.id)
  dropBucket(ctx, name)
}
