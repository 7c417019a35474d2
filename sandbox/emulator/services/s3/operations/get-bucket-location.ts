import type { GetBucketLocationCommandInput, GetBucketLocationCommandOutput } from '@aws-sdk/client-s3'
import { operation } from '../../../kernel/operation.ts'
import { accessDenied } from '../errors.ts'
import { bucketArn, isForeign, requireBucket } from '../access.ts'
import { anyBucket } from '../state.ts'

/** Answers from every region, as clients ask it to find out about the right one. */
export const GetBucketLocation = operation<GetBucketLocationCommandInput, GetBucketLocationCommandOutput>({
  action: 's3:GetBucketLocation',
  resource: bucketArn,
  handle(input, ctx) {
    const bucket = anyBucket(ctx, input.Bucket ?? '') ?? requireBucket(ctx, input)
    if (isForeign(ctx, bucket)) throw accessDenied()
    // A bucket of us-east-1 has no constraint.
    return { LocationConstraint: bucket.locationConstraint }
  },
})
