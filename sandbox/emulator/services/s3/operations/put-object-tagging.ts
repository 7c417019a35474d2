import type { PutObjectTaggingCommandInput, PutObjectTaggingCommandOutput } from '@aws-sdk/client-s3'
import { operation } from '../../../kernel/operation.ts'
import { objectArn, requireObject, versionMember } from '../access.ts'
import { ofVersion } from '../needs.ts'
import { notify } from '../notify.ts'
import { readTagSet } from '../objects/tags.ts'
import { updateSettings } from '../state.ts'

export const PutObjectTagging = operation<PutObjectTaggingCommandInput, PutObjectTaggingCommandOutput>({
  action: 's3:PutObjectTagging',
  resource: objectArn,
  needs: ofVersion('PutObjectTagging'),
  handle(input, ctx) {
    const object = requireObject(ctx, input, true)
    updateSettings(ctx, input.Bucket!, object, { tags: readTagSet(input.Tagging?.TagSet, 'object') })
    notify(ctx, input.Bucket!, 'ObjectTagging:Put', object)
    return versionMember(ctx, input.Bucket, object)
  },
})
