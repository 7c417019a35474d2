import type { GetObjectTaggingCommandInput, GetObjectTaggingCommandOutput } from '@aws-sdk/client-s3'
import { operation } from '../../../kernel/operation.ts'
import { objectArn, requireBucket, requireObject, unlessHidden, versionMember } from '../access.ts'
import { noSuchKey } from '../errors.ts'
import { ofVersion } from '../needs.ts'
import { toTagSet } from '../objects/tags.ts'
import { findLatest } from '../state.ts'

export const GetObjectTagging = operation<GetObjectTaggingCommandInput, GetObjectTaggingCommandOutput>({
  action: 's3:GetObjectTagging',
  resource: objectArn,
  needs: ofVersion('GetObjectTagging'),
  handle(input, ctx) {
    const bucket = requireBucket(ctx, input)
    const { name } = bucket
    // Of this operation alone S3 names the key with its bucket.
    if (input.VersionId === undefined && !findLatest(ctx, name, input.Key ?? '')) throw unlessHidden(ctx, bucket, noSuchKey(`${name}/${input.Key}`))
    const object = requireObject(ctx, input, true)
    return { TagSet: toTagSet(object.settings.tags), ...versionMember(ctx, input.Bucket, object) }
  },
})
