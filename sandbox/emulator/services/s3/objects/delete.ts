import type { Context } from '../../../kernel/context.ts'
import * as errors from '../errors.ts'
import { findLatest, findObject, findVersion, isMarker, removeObject, removeVersion, type Bucket, type DeleteMarker, type Version } from '../state.ts'
import { matchesEtag } from './conditions.ts'
import { checkDeletable } from './lock.ts'
import { readVersionId } from './version-id.ts'

export interface Deletion {
  /** The marker that now hides the key. */
  readonly created?: DeleteMarker
  /** The version that is gone for good. */
  readonly removed?: Version
}

/**
 * Deletes a key, or one version of it. Answers the same whether it was there or not. Throws `AccessDenied` for what is
 * locked, and `PreconditionFailed` or `NoSuchKey` where `etag` is not that of the object.
 */
export function deleteOne(
  ctx: Context,
  { name }: Bucket,
  key: string,
  { versionId, etag, mayBypass }: { versionId: string | undefined; etag: string | undefined; mayBypass: boolean },
): Deletion {
  const id = versionId === undefined ? undefined : readVersionId(versionId)
  const existing = versionId === undefined ? findObject(ctx, name, key) : findVersion(ctx, name, key, id)
  if (etag !== undefined) {
    // A key that a delete marker hides is there, but not as the client knows it.
    if (!existing && versionId === undefined && findLatest(ctx, name, key)) throw errors.preconditionFailed('If-Match')
    if (!existing || isMarker(existing)) throw errors.noSuchKey(key)
    if (!matchesEtag(etag, existing.etag)) throw errors.preconditionFailed('If-Match')
  }
  if (versionId === undefined) {
    const latest = findLatest(ctx, name, key)
    const created = removeObject(ctx, name, key)
    if (created) return { created }
    return latest ? { removed: latest } : {}
  }
  if (existing && !isMarker(existing)) checkDeletable(ctx, existing, mayBypass)
  const removed = removeVersion(ctx, name, key, id)
  return removed ? { removed } : {}
}
