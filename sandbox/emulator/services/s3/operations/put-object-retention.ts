import type { PutObjectRetentionCommandInput, PutObjectRetentionCommandOutput } from '@aws-sdk/client-s3'
import type { Context } from '../../../kernel/context.ts'
import { operation } from '../../../kernel/operation.ts'
import { objectArn, requireBucket, requireObject } from '../access.ts'
import * as errors from '../errors.ts'
import { isMode } from '../objects/lock.ts'
import { updateSettings, type ObjectLock } from '../state.ts'

export const PutObjectRetention = operation<PutObjectRetentionCommandInput, PutObjectRetentionCommandOutput>({
  action: 's3:PutObjectRetention',
  resource: objectArn,
  handle(input, ctx) {
    const bucket = requireBucket(ctx, input)
    const object = requireObject(ctx, input, true)
    if (!bucket.configuration.objectLock) throw errors.missingLockConfiguration()
    const { Mode: mode, RetainUntilDate: until } = input.Retention ?? {}
    if (!input.Retention || (mode === undefined) !== (until === undefined)) throw errors.malformedXml()
    if (mode !== undefined && !isMode(mode)) throw errors.malformedXml()
    if (until && until.getTime() <= ctx.now) throw errors.retainUntilPast('RetainUntilDate', until)
    const { mode: _mode, retainUntil: _until, ...others } = object.settings.lock ?? {}
    const lock: ObjectLock = mode && until ? { ...others, mode, retainUntil: until.getTime() } : others
    checkChange(ctx, object.settings.lock ?? {}, lock, input.BypassGovernanceRetention === true)
    updateSettings(ctx, bucket.name, object, { lock })
    return {}
  },
})

/** What is retained may only be retained for longer, and in governance mode be set free by those who may bypass it. */
function checkChange(ctx: Context, before: ObjectLock, after: ObjectLock, mayBypass: boolean): void {
  if (before.mode === undefined || before.retainUntil! <= ctx.now) return
  const isWeaker = after.mode !== before.mode && before.mode === 'COMPLIANCE'
  const isLonger = after.mode !== undefined && after.retainUntil! >= before.retainUntil!
  if (isLonger && !isWeaker && (after.mode === before.mode || mayBypass)) return
  if (before.mode === 'COMPLIANCE' || !mayBypass) throw errors.protectedByLock()
}
