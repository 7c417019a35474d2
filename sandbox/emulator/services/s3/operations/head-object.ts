import type { HeadObjectCommandInput, HeadObjectCommandOutput } from '@aws-sdk/client-s3'
import { operation } from '../../../kernel/operation.ts'
import { objectArn, requireObject, versionMember } from '../access.ts'
import { checkReadConditions } from '../objects/conditions.ts'
import { askedChecksum, describeObject } from '../objects/present.ts'
import { contentRange } from '../objects/range.ts'
import { selectRange } from '../objects/selection.ts'

export const HeadObject = operation<HeadObjectCommandInput, HeadObjectCommandOutput>({
  action: 's3:GetObject',
  resource: objectArn,
  handle(input, ctx) {
    const object = requireObject(ctx, input)
    checkReadConditions(object, input)
    const { range, partsCount } = selectRange(object, input)
    return {
      ...describeObject(ctx, input.Bucket, object, input),
      ...versionMember(ctx, input.Bucket, object),
      ...askedChecksum(object, input.ChecksumMode, range),
      ContentLength: range ? range.end - range.start + 1 : object.size,
      ContentRange: range && contentRange(range, object.size),
      PartsCount: partsCount,
    }
  },
})
