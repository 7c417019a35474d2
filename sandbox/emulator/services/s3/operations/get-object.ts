import type { GetObjectCommandInput, GetObjectCommandOutput } from '@aws-sdk/client-s3'
import { operation } from '../../../kernel/operation.ts'
import { objectArn, requireObject, versionMember } from '../access.ts'
import { checkReadable } from '../objects/archive.ts'
import { checkReadConditions } from '../objects/conditions.ts'
import { readContent } from '../objects/content.ts'
import { askedChecksum, describeObject } from '../objects/present.ts'
import { contentRange } from '../objects/range.ts'
import { selectRange } from '../objects/selection.ts'

export const GetObject = operation<GetObjectCommandInput, GetObjectCommandOutput>({
  action: 's3:GetObject',
  resource: objectArn,
  handle(input, ctx) {
    const object = requireObject(ctx, input)
    checkReadConditions(object, input)
    checkReadable(ctx, object)
    const { range, partsCount } = selectRange(object, input)
    return {
      ...describeObject(ctx, input.Bucket, object, input),
      ...versionMember(ctx, input.Bucket, object),
      ...askedChecksum(object, input.ChecksumMode, range),
      ContentLength: range ? range.end - range.start + 1 : object.size,
      ContentRange: range && contentRange(range, object.size),
      PartsCount: partsCount,
      // The protocol sends whatever Node can; the SDK's type speaks of a client's streams.
      Body: readContent(ctx, object.pieces, range) as never,
    }
  },
})
