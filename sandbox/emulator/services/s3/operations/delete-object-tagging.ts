import type { DeleteObjectTaggingCommandInput, DeleteObjectTaggingCommandOutput } from '@aws-sdk/client-s3'
import { operation } from '../../../kernel/operation.ts'
import { objectArn, requireObject } from '../access.ts'
import { updateSettings } from '../state.ts'

export const DeleteObjectTagging = operation<DeleteObjectTaggingCommandInput, DeleteObjectTaggingCommandOutput>({
  action: 's3:DeleteObjectTagging',
  resource: objectArn,
  handle(input, ctx) {
    updateSettings(ctx, input.Bucket!, requireObject(ctx, input), { tags: {} })
    return {}
  },
})
