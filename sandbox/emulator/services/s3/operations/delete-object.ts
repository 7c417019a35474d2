import type { DeleteObjectCommandInput, DeleteObjectCommandOutput } from '@aws-sdk/client-s3'
import { operation } from '../../../kernel/operation.ts'
import { objectArn, requireBucket, shownVersionId } from '../access.ts'
import { toDelete } from '../needs.ts'
import { notifyDeletion } from '../notify.ts'
import { deleteOne } from '../objects/delete.ts'
import { readBypass } from '../objects/lock.ts'
import { isMarker } from '../state.ts'

/** Answers the same whether there was such an object or not. */
export const DeleteObject = operation<DeleteObjectCommandInput, DeleteObjectCommandOutput>({
  action: 's3:DeleteObject',
  resource: objectArn,
  needs: toDelete,
  handle(input, ctx) {
    const bucket = requireBucket(ctx, input)
    const mayBypass = readBypass(bucket, input.BypassGovernanceRetention)
    const { VersionId: versionId, IfMatch: etag } = input
    const key = input.Key ?? ''
    const { created, removed } = notifyDeletion(ctx, bucket.name, key, deleteOne(ctx, bucket, key, { versionId, etag, mayBypass }))
    if (created) return { DeleteMarker: true, VersionId: shownVersionId(created) }
    return { ...(versionId !== undefined && removed && isMarker(removed) ? { DeleteMarker: true } : {}), VersionId: versionId }
  },
})
