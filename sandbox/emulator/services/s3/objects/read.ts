import type { GetObjectCommandInput, HeadObjectCommandInput } from '@aws-sdk/client-s3'
import type { Context } from '../../../kernel/context.ts'
import { versionMember, type requireObject } from '../access.ts'
import { askedChecksum, describeObject } from './present.ts'
import { contentRange } from './range.ts'
import type { selectRange } from './selection.ts'

/** What GetObject and HeadObject say alike of what they were asked for: the object, its version, checksum and range. */
export function describeRead(
  ctx: Context,
  input: GetObjectCommandInput | HeadObjectCommandInput,
  object: ReturnType<typeof requireObject>,
  { range, partsCount }: ReturnType<typeof selectRange>,
) {
  // One object that grows: this is asked most of all, and each object in between would cost as much as what is in it.
  const described = describeObject(ctx, input.Bucket, object, input)
  return Object.assign(described, versionMember(ctx, input.Bucket, object), askedChecksum(object, input.ChecksumMode, range), {
    ContentLength: range ? range.end - range.start + 1 : object.size,
    ContentRange: range && contentRange(range, object.size),
    PartsCount: partsCount,
  })
}
