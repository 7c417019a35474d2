import type { DeletedObject, DeleteObjectsCommandInput, DeleteObjectsCommandOutput, _Error } from '@aws-sdk/client-s3'
import type { Context } from '../../../kernel/context.ts'
import { operation } from '../../../kernel/operation.ts'
import { checkVersion, requireBucket } from '../access.ts'
import * as errors from '../errors.ts'
import { verifyDocument } from '../objects/verify-document.ts'
import { findObject, removeObject } from '../state.ts'
import { AwsError } from '../../../kernel/errors.ts'
import { matchesEtag } from '../objects/conditions.ts'

type Wanted = NonNullable<NonNullable<DeleteObjectsCommandInput['Delete']>['Objects']>[number]

const MOST_OBJECTS = 1000

export const DeleteObjects = operation<DeleteObjectsCommandInput, DeleteObjectsCommandOutput>({
  action: 's3:DeleteObject',
  resource: ({ Bucket, Delete }) => (Delete?.Objects ?? []).map(({ Key }) => `arn:aws:s3:::${Bucket}/${Key}`),
  async handle(input, ctx) {
    const bucket = requireBucket(ctx, input)
    await verifyDocument(ctx)
    const wanted = input.Delete?.Objects ?? []
    if (wanted.length === 0 || wanted.length > MOST_OBJECTS || wanted.some(({ Key }) => !Key)) throw errors.malformedXml()
    const deleted: DeletedObject[] = []
    const failed: _Error[] = []
    for (const one of wanted) {
      const error = remove(ctx, bucket.name, one)
      if (error) failed.push({ Key: one.Key, VersionId: one.VersionId, Code: error.code, Message: error.message })
      else deleted.push({ Key: one.Key, VersionId: one.VersionId })
    }
    return { ...(input.Delete?.Quiet ? {} : { Deleted: deleted }), ...(failed.length > 0 ? { Errors: failed } : {}) }
  },
})

/** Each object fails by itself; the answer is 200 all the same. */
function remove(ctx: Context, bucket: string, { Key: key = '', VersionId, ETag }: Wanted): AwsError | undefined {
  try {
    checkVersion(VersionId)
    if (ETag !== undefined && !matchesEtag(ETag, findObject(ctx, bucket, key)?.etag ?? ''))
      throw errors.preconditionFailed('If-Match')
    removeObject(ctx, bucket, key)
    return undefined
  } catch (error) {
    if (error instanceof AwsError) return error
    throw error
  }
}
