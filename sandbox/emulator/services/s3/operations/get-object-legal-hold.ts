import type { GetObjectLegalHoldCommandInput, GetObjectLegalHoldCommandOutput } from '@aws-sdk/client-s3'
import { operation } from '../../../kernel/operation.ts'
import { objectArn, requireBucket, requireObject } from '../access.ts'
import * as errors from '../errors.ts'

export const GetObjectLegalHold = operation<GetObjectLegalHoldCommandInput, GetObjectLegalHoldCommandOutput>({
  action: 's3:GetObjectLegalHold',
  resource: objectArn,
  handle(input, ctx) {
    const bucket = requireBucket(ctx, input)
    const object = requireObject(ctx, input, true)
    if (!bucket.configuration.objectLock) throw errors.missingLockConfiguration()
    const legalHold = object.settings.lock?.legalHold
    if (legalHold === undefined) throw errors.noObjectLock()
    return { LegalHold: { Status: legalHold } }
  },
})
