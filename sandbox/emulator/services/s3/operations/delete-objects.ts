import type { DeletedObject, DeleteObjectsCommandInput, DeleteObjectsCommandOutput, _Error } from '@aws-sdk/client-s3'
import type { Context } from '../../../kernel/context.ts'
import { later, operation } from '../../../kernel/operation.ts'
import { requireBucket, shownVersionId } from '../access.ts'
import * as errors from '../errors.ts'
import { toDelete } from '../needs.ts'
import { notifyDeletion } from '../notify.ts'
import { deleteOne, type Deletion } from '../objects/delete.ts'
import { readBypass } from '../objects/lock.ts'
import { verifyDocument } from '../objects/verify-document.ts'
import { isMarker, type Bucket } from '../state.ts'
import { AwsError } from '../../../kernel/errors.ts'
import { isVersionId } from '../objects/version-id.ts'

type Wanted = NonNullable<NonNullable<DeleteObjectsCommandInput['Delete']>['Objects']>[number]

const MOST_OBJECTS = 1000

export const DeleteObjects = operation<DeleteObjectsCommandInput, DeleteObjectsCommandOutput>({
  action: 's3:DeleteObject',
  resource: ({ Bucket, Delete }) => (Delete?.Objects ?? []).map(({ Key }) => `arn:aws:s3:::${Bucket}/${Key}`),
  // Each key is decided for itself, and refused in the answer.
  needs: later,
  async handle(input, ctx) {
    const bucket = requireBucket(ctx, input)
    await verifyDocument(ctx)
    const wanted = input.Delete?.Objects ?? []
    if (wanted.length === 0 || wanted.length > MOST_OBJECTS || wanted.some(({ Key }) => !Key)) throw errors.malformedXml()
    const mayBypass = readBypass(bucket, input.BypassGovernanceRetention)
    const deleted: DeletedObject[] = []
    const failed: _Error[] = []
    for (const one of wanted) {
      const result = refused(ctx, input, one) ?? remove(ctx, bucket, one, mayBypass)
      if (result instanceof AwsError)
        failed.push({ Key: one.Key, VersionId: one.VersionId, Code: result.code, Message: result.message })
      else deleted.push({ Key: one.Key, VersionId: one.VersionId, ...markerOf(one, result) })
    }
    return { ...(input.Delete?.Quiet ? {} : { Deleted: deleted }), ...(failed.length > 0 ? { Errors: failed } : {}) }
  },
})

/** Says which delete marker came, or which one was deleted. */
function markerOf({ VersionId }: Wanted, { created, removed }: Deletion): Partial<DeletedObject> {
  const marker = created ?? (VersionId !== undefined && removed && isMarker(removed) ? removed : undefined)
  return marker ? { DeleteMarker: true, DeleteMarkerVersionId: shownVersionId(marker) } : {}
}

function refused(ctx: Context, { Bucket, BypassGovernanceRetention }: DeleteObjectsCommandInput, { Key, VersionId }: Wanted): AwsError | undefined {
  for (const need of toDelete({ Bucket, Key, VersionId, BypassGovernanceRetention })) {
    const denial = ctx.denial?.(need)
    if (denial) return denial
  }
  return undefined
}

/** Each object fails by itself; the answer is 200 all the same. */
function remove(ctx: Context, bucket: Bucket, { Key: key = '', VersionId: versionId, ETag: etag }: Wanted, mayBypass: boolean): Deletion | AwsError {
  try {
    // Here, and only here, what was never an id is a version that does not exist.
    if (versionId !== undefined && versionId !== 'null' && !isVersionId(versionId)) throw errors.noSuchVersion(key, versionId)
    return notifyDeletion(ctx, bucket.name, key, deleteOne(ctx, bucket, key, { versionId, etag, mayBypass }))
  } catch (error) {
    if (error instanceof AwsError) return error
    throw error
  }
}
