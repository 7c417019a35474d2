import type { Context } from '../../../kernel/context.ts'
import { isBucketName, isForeign, namedVersion } from '../access.ts'
import * as errors from '../errors.ts'
import { anyBucket, isMarker, type StoredObject } from '../state.ts'
import { checkReadable } from './archive.ts'
import { checkCopyConditions } from './conditions.ts'
import { checkCustomerKey, sourceKey } from './customer-key.ts'

export interface CopySource {
  readonly bucket: string
  readonly key: string
  readonly versionId?: string
}

/** Reads `x-amz-copy-source`: `[/]<bucket>/<key>[?versionId=…]`, URL-encoded. */
export function parseCopySource(header: string): CopySource {
  const [path = '', version] = header.split('?versionId=')
  const decoded = decode(path).replace(/^\//, '')
  const slash = decoded.indexOf('/')
  if (slash < 1 || slash === decoded.length - 1)
    throw errors.invalidArgument('Invalid copy source object key', 'x-amz-copy-source', header)
  const versionId = version === undefined ? {} : { versionId: version }
  return { bucket: decoded.slice(0, slash), key: decoded.slice(slash + 1), ...versionId }
}

function decode(text: string): string {
  try {
    // In this header, unlike in a path, a plus sign stands for a space.
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    throw errors.invalidArgument('Invalid copy source encoding.', 'x-amz-copy-source', text)
  }
}

interface SourceConditions {
  readonly CopySourceIfMatch?: string | undefined
  readonly CopySourceIfNoneMatch?: string | undefined
  readonly CopySourceIfModifiedSince?: Date | undefined
  readonly CopySourceIfUnmodifiedSince?: Date | undefined
  readonly CopySourceSSECustomerAlgorithm?: string | undefined
  readonly CopySourceSSECustomerKey?: string | undefined
  readonly CopySourceSSECustomerKeyMD5?: string | undefined
}

const LARGEST_SOURCE_BYTES = 5 * 1024 ** 3

/** The object to copy, which may live in another region; throws where there is none or a condition fails. */
export function findSource(ctx: Context, source: CopySource, conditions: SourceConditions): StoredObject {
  const bucket = anyBucket(ctx, source.bucket)
  if (!bucket) throw isBucketName(source.bucket) ? errors.noSuchBucket(source.bucket) : errors.invalidBucketName(source.bucket)
  if (isForeign(ctx, bucket)) throw errors.accessDenied()
  const object = namedVersion(ctx, bucket, source.key, source.versionId)
  if (isMarker(object)) {
    if (source.versionId === undefined) throw errors.noSuchKey(source.key)
    throw errors.invalidRequest('The source of a copy request may not specifically refer to a delete marker by version id.')
  }
  checkCustomerKey(object.settings, sourceKey(conditions))
  checkCopyConditions(object, {
    IfMatch: conditions.CopySourceIfMatch,
    IfNoneMatch: conditions.CopySourceIfNoneMatch,
    IfModifiedSince: conditions.CopySourceIfModifiedSince,
    IfUnmodifiedSince: conditions.CopySourceIfUnmodifiedSince,
  })
  checkReadable(ctx, object)
  return object
}

/** Throws where so many bytes are more than one copy may move. */
export function checkSourceSize(size: number): void {
  if (size > LARGEST_SOURCE_BYTES)
    throw errors.invalidRequest(
      `The specified copy source is larger than the maximum allowable size for a copy source: ${LARGEST_SOURCE_BYTES}`,
    )
}
