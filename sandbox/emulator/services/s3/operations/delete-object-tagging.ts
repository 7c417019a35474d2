import type { DeleteObjectTaggingCommandInput, DeleteObjectTaggingCommandOutput } from '@aws-sdk/client-s3'
import { operation } from '../../../kernel/operation.ts'
import { objectArn, requireObject, versionMember } from '../access.ts'
import { ofVersion } from '../needs.ts'
import { notify } from '../notify.ts'
import { updateSettings } from '../state.ts'

export const DeleteObjectTagging = operation<DeleteObjectTaggingCommandInput, DeleteObjectTaggingCommandOutput>({
  action: 's3:DeleteObjectTagging',
  resource: objectArn,
  needs: ofVersion('DeleteObjectTagging'),
  handle(input, ctx) {
    const object = requireObject(ctx, input, true)
    updateSettings(ctx, input.Bucket!, object, { tags: {} })
    notify(ctx, input.Bucket!, 'ObjectTagging:Delete', object)
    return versionMember(ctx, input.Bucket, object)
  },
})
