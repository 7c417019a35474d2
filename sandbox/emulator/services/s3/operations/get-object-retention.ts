import type { GetObjectRetentionCommandInput, GetObjectRetentionCommandOutput } from '@aws-sdk/client-s3'
import { operation } from '../../../kernel/operation.ts'
import { objectArn, requireBucket, requireObject } from '../access.ts'
import * as errors from '../errors.ts'

export const GetObjectRetention = operation<GetObjectRetentionCommandInput, GetObjectRetentionCommandOutput>({
  action: 's3:GetObjectRetention',
  resource: objectArn,
  handle(input, ctx) {
    const bucket = requireBucket(ctx, input)
    const object = requireObject(ctx, input, true)
    if (!bucket.configuration.objectLock) throw errors.missingLockConfiguration()
    const { mode, retainUntil } = object.settings.lock ?? {}
    if (mode === undefined) throw errors.noObjectLock()
    return { Retention: { Mode: mode, RetainUntilDate: new Date(retainUntil!) } }
  },
})
