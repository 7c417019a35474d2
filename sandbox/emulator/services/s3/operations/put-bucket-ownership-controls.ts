import type {
  PutBucketOwnershipControlsCommandInput,
  PutBucketOwnershipControlsCommandOutput,
} from '@aws-sdk/client-s3'
import { operation } from '../../../kernel/operation.ts'
import { bucketArn, requireBucket } from '../access.ts'
import { aclWithOwnership, malformedXml } from '../errors.ts'
import { grantsToOthers } from '../objects/acl.ts'
import { configure } from '../state.ts'

const KNOWN = ['BucketOwnerEnforced', 'BucketOwnerPreferred', 'ObjectWriter']

export const PutBucketOwnershipControls = operation<PutBucketOwnershipControlsCommandInput, PutBucketOwnershipControlsCommandOutput>({
  action: 's3:PutBucketOwnershipControls',
  resource: bucketArn,
  handle(input, ctx) {
    const ownership = input.OwnershipControls
    const chosen = ownership?.Rules?.[0]?.ObjectOwnership
    if (!ownership || ownership.Rules?.length !== 1 || !KNOWN.includes(chosen ?? '')) throw malformedXml()
    const bucket = requireBucket(ctx, input)
    if (chosen === 'BucketOwnerEnforced' && grantsToOthers(bucket)) throw aclWithOwnership(bucket.name)
    configure(ctx, bucket, 'ownership', ownership)
    return {}
  },
})
