import type { Context } from '../../../kernel/context.ts'
import * as errors from '../errors.ts'
import { findObject, type Upload } from '../state.ts'
import type { Algorithm, Checksum } from './checksums.ts'
import { matchesEtag } from './conditions.ts'

interface WriteConditions {
  readonly IfMatch?: string | undefined
  readonly IfNoneMatch?: string | undefined
}

/** If-None-Match: * (the key must be free) and If-Match (it must hold what the client knows) of a write. */
export function checkWriteConditions(
  ctx: Context,
  bucket: string,
  key: string,
  { IfMatch, IfNoneMatch }: WriteConditions,
): void {
  if (IfMatch === undefined && IfNoneMatch === undefined) return
  if (IfMatch !== undefined && IfNoneMatch !== undefined)
    throw errors.headerNotImplemented('If-Match,If-None-Match', 'Multiple conditional request headers present in the request')
  if (IfNoneMatch !== undefined && IfNoneMatch !== '*') throw unacceptable('If-None-Match')
  if (IfMatch === '*') throw unacceptable('If-Match')
  const existing = findObject(ctx, bucket, key)
  if (IfNoneMatch !== undefined && existing) throw errors.preconditionFailed('If-None-Match')
  if (IfMatch === undefined) return
  if (!existing) throw errors.noSuchKey(key)
  if (!matchesEtag(IfMatch, existing.etag)) throw errors.preconditionFailed('If-Match')
}

const unacceptable = (header: string) =>
  errors.headerNotImplemented(header, `We don't accept the provided value of ${header} header for this API`)

/** As `checkWriteConditions`, for an upload in parts: what happened to its key since it began is a conflict. */
export function checkCompleteConditions(ctx: Context, bucket: string, upload: Upload, conditions: WriteConditions): void {
  checkWriteConditions(ctx, bucket, upload.key, conditions)
  if (conditions.IfMatch !== undefined && upload.overtakenBy === 'write') throw errors.conditionalRequestConflict('If-Match', upload.key)
  if (conditions.IfNoneMatch !== undefined && upload.overtakenBy === 'delete')
    throw errors.conditionalRequestConflict('If-None-Match', upload.key)
}

/** The checksum of an object that came in one piece. */
export function onlyChecksum(checksums: Readonly<Partial<Record<Algorithm, string>>>): Checksum {
  const [algorithm, value] = Object.entries(checksums)[0] as [Algorithm, string]
  return { algorithm, type: 'FULL_OBJECT', value }
}
