import type { PutObjectLegalHoldCommandInput, PutObjectLegalHoldCommandOutput } from '@aws-sdk/client-s3'
import { operation } from '../../../kernel/operation.ts'
import { objectArn, requireBucket, requireObject } from '../access.ts'
import * as errors from '../errors.ts'
import { updateSettings } from '../state.ts'

export const PutObjectLegalHold = operation<PutObjectLegalHoldCommandInput, PutObjectLegalHoldCommandOutput>({
  action: 's3:PutObjectLegalHold',
  resource: objectArn,
  handle(input, ctx) {
    const bucket = requireBucket(ctx, input)
    const object = requireObject(ctx, input, true)
    if (!bucket.configuration.objectLock) throw errors.missingLockConfiguration()
    const legalHold = input.LegalHold?.Status
    if (legalHold !== 'ON' && legalHold !== 'OFF') throw errors.malformedXml()
    updateSettings(ctx, bucket.name, object, { lock: { ...object.settings.lock, legalHold } })
    return {}
  },
})
