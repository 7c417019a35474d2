import type { RestoreObjectCommandInput, RestoreObjectCommandOutput } from '@aws-sdk/client-s3'
import { operation } from '../../../kernel/operation.ts'
import { objectArn, requireBucket, requireObject } from '../access.ts'
import * as errors from '../errors.ts'
import { isArchived } from '../objects/archive.ts'
import { updateVersion } from '../state.ts'

export const RestoreObject = operation<RestoreObjectCommandInput, RestoreObjectCommandOutput>({
  action: 's3:RestoreObject',
  resource: objectArn,
  handle(input, ctx) {
    const bucket = requireBucket(ctx, input)
    const object = requireObject(ctx, input, true)
    const days = input.RestoreRequest?.Days
    if (input.RestoreRequest?.Type === 'SELECT') throw errors.headerNotImplemented('Type')
    if (!isArchived(object))
      throw errors.invalidObjectState("Restore is not allowed for the object's current storage class", object.settings.storageClass)
    if (days === undefined || days < 1) throw errors.malformedXml()
    const wasRestored = object.restoredUntil !== undefined && object.restoredUntil > ctx.now
    // The copy is there until the midnight after so many days.
    const restoredUntil = (Math.floor(ctx.now / DAY_MS) + days + 1) * DAY_MS
    updateVersion(ctx, bucket.name, object, { ...object, restoredUntil })
    // Read by the protocol: 202 for a copy that is being made, 200 where there was one and only its time changes.
    const answer = { RestoreOutputPath: undefined, wasRestored }
    return answer
  },
})

const DAY_MS = 86_400_000
