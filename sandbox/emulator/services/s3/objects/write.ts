import type { Context } from '../../../kernel/context.ts'
import * as errors from '../errors.ts'
import { findObject } from '../state.ts'
import type { Algorithm, Checksum } from './checksums.ts'
import { matchesEtag } from './conditions.ts'

/** If-None-Match: * (the key must be free) and If-Match (it must hold what the client knows) of a write. */
export function checkWriteConditions(
  ctx: Context,
  bucket: string,
  key: string,
  { IfMatch, IfNoneMatch }: { readonly IfMatch?: string | undefined; readonly IfNoneMatch?: string | undefined },
): void {
  if (IfMatch === undefined && IfNoneMatch === undefined) return
  if (IfNoneMatch !== undefined && (IfNoneMatch !== '*' || IfMatch !== undefined)) throw errors.headerNotImplemented('If-None-Match')
  const existing = findObject(ctx, bucket, key)
  if (IfNoneMatch !== undefined && existing) throw errors.preconditionFailed('If-None-Match')
  if (IfMatch === undefined) return
  if (!existing) throw errors.noSuchKey(key)
  if (!matchesEtag(IfMatch, existing.etag)) throw errors.preconditionFailed('If-Match')
}

/** The checksum of an object that came in one piece. */
export function onlyChecksum(checksums: Readonly<Partial<Record<Algorithm, string>>>): Checksum {
  const [algorithm, value] = Object.entries(checksums)[0] as [Algorithm, string]
  return { algorithm, type: 'FULL_OBJECT', value }
}
