import type { DefaultRetention, ObjectLockRetentionMode } from '@aws-sdk/client-s3'
import type { Context } from '../../../kernel/context.ts'
import * as errors from '../errors.ts'
import type { Bucket, ObjectLock, StoredObject } from '../state.ts'

/** What a new object may say about its lock. */
export interface LockInput {
  readonly ObjectLockMode?: string | undefined
  readonly ObjectLockRetainUntilDate?: Date | undefined
  readonly ObjectLockLegalHoldStatus?: string | undefined
}

const DAY_MS = 86_400_000

/** The lock of a new object: the request's, else the bucket's default. Throws S3's errors for what cannot be. */
export function readLock(ctx: Context, bucket: Bucket, input: LockInput): ObjectLock | undefined {
  const { ObjectLockMode: mode, ObjectLockRetainUntilDate: until, ObjectLockLegalHoldStatus: hold } = input
  const configuration = bucket.configuration.objectLock
  if (mode === undefined && until === undefined && hold === undefined && !configuration?.Rule) return undefined
  if (!configuration) throw errors.missingLockConfiguration()
  if ((mode === undefined) !== (until === undefined))
    throw errors.invalidArgument(
      'x-amz-object-lock-retain-until-date and x-amz-object-lock-mode must both be supplied',
      mode === undefined ? 'x-amz-object-lock-retain-until-date' : 'x-amz-object-lock-mode',
    )
  if (mode !== undefined && !isMode(mode)) throw errors.invalidArgument('Unknown wormMode directive.', 'x-amz-object-lock-mode', mode)
  if (until && until.getTime() <= ctx.now) throw errors.retainUntilPast('x-amz-object-lock-retain-until-date', until)
  if (hold !== undefined && hold !== 'ON' && hold !== 'OFF')
    throw errors.invalidArgument("Legal Hold must be either of 'ON' or 'OFF'", 'x-amz-object-lock-legal-hold', hold)
  if (mode !== undefined || hold !== undefined) requireChecksum(ctx)
  const retention = mode !== undefined && isMode(mode) && until ? { mode, retainUntil: until.getTime() } : byDefault(ctx, configuration.Rule?.DefaultRetention)
  return { ...retention, ...(hold === undefined ? {} : { legalHold: hold }) }
}

export const isMode = (text: string | undefined): text is ObjectLockRetentionMode => text === 'GOVERNANCE' || text === 'COMPLIANCE'

function byDefault(ctx: Context, retention: DefaultRetention | undefined): ObjectLock {
  if (!retention?.Mode) return {}
  const until = new Date(ctx.now)
  if (retention.Years) until.setUTCFullYear(until.getUTCFullYear() + retention.Years)
  else until.setTime(ctx.now + (retention.Days ?? 0) * DAY_MS)
  return { mode: retention.Mode, retainUntil: until.getTime() }
}

/** Only of PutObject: a copy brings no bytes, and the parts of an upload say it for themselves. */
function requireChecksum({ request }: Context): void {
  if (!request || request.method !== 'PUT' || request.headers['x-amz-copy-source'] !== undefined) return
  const names = Object.keys(request.headers)
  if (!names.some((name) => name === 'content-md5' || name === 'x-amz-trailer' || name.startsWith('x-amz-checksum-')))
    throw errors.invalidRequest(
      'Content-MD5 OR x-amz-checksum- HTTP header is required for Put Object requests with Object Lock parameters',
    )
}

/** Throws `AccessDenied` where a version may not be deleted yet. */
export function checkDeletable(ctx: Context, { settings: { lock } }: StoredObject, mayBypass: boolean): void {
  if (!lock) return
  const isRetained = lock.mode !== undefined && lock.retainUntil! > ctx.now && !(lock.mode === 'GOVERNANCE' && mayBypass)
  if (isRetained || lock.legalHold === 'ON') throw errors.protectedByLock()
}

/** Throws `InvalidArgument` where the request speaks of a bypass and nothing in the bucket can be locked. */
export function readBypass(bucket: Bucket, bypass: boolean | undefined): boolean {
  if (bypass !== undefined && !bucket.configuration.objectLock)
    throw errors.invalidArgument(
      'x-amz-bypass-governance-retention is only applicable to Object Lock enabled buckets.',
      'x-amz-bypass-governance-retention',
    )
  return bypass === true
}

/** Members that show an object's lock. */
export function lockMembers(lock: ObjectLock | undefined) {
  if (!lock) return {}
  return {
    ObjectLockMode: lock.mode,
    ObjectLockRetainUntilDate: lock.retainUntil === undefined ? undefined : new Date(lock.retainUntil),
    ObjectLockLegalHoldStatus: lock.legalHold,
  }
}
