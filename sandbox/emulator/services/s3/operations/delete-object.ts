import type { DeleteObjectCommandInput, DeleteObjectCommandOutput } from '@aws-sdk/client-s3'
import { operation } from '../../../kernel/operation.ts'
import { checkVersion, objectArn, requireBucket } from '../access.ts'
import * as errors from '../errors.ts'
import { matchesEtag } from '../objects/conditions.ts'
import { findObject, removeObject } from '../state.ts'

/** Answers the same whether there was such an object or not. */
export const DeleteObject = operation<DeleteObjectCommandInput, DeleteObjectCommandOutput>({
  action: 's3:DeleteObject',
  resource: objectArn,
  handle(input, ctx) {
    const bucket = requireBucket(ctx, input)
    checkVersion(input.VersionId)
    const key = input.Key ?? ''
    const existing = findObject(ctx, bucket.name, key)
    if (input.IfMatch !== undefined && !(existing && matchesEtag(input.IfMatch, existing.etag)))
      throw existing ? errors.preconditionFailed('If-Match') : errors.noSuchKey(key)
    removeObject(ctx, bucket.name, key)
    return {}
  },
})
