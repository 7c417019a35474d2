import type { GetObjectTaggingCommandInput, GetObjectTaggingCommandOutput } from '@aws-sdk/client-s3'
import { operation } from '../../../kernel/operation.ts'
import { objectArn, requireObject, versionMember } from '../access.ts'
import { toTagSet } from '../objects/tags.ts'

export const GetObjectTagging = operation<GetObjectTaggingCommandInput, GetObjectTaggingCommandOutput>({
  action: 's3:GetObjectTagging',
  resource: objectArn,
  handle(input, ctx) {
    const object = requireObject(ctx, input, true)
    return { TagSet: toTagSet(object.settings.tags), ...versionMember(ctx, input.Bucket, object) }
  },
})
