import type { PutBucketVersioningCommandInput, PutBucketVersioningCommandOutput } from '@aws-sdk/client-s3'
import { operation } from '../../../kernel/operation.ts'
import { bucketArn, requireBucket } from '../access.ts'
import * as errors from '../errors.ts'
import { configure, type Bucket } from '../state.ts'

export const PutBucketVersioning = operation<PutBucketVersioningCommandInput, PutBucketVersioningCommandOutput>({
  action: 's3:PutBucketVersioning',
  resource: bucketArn,
  handle(input, ctx) {
    const bucket = requireBucket(ctx, input)
    const { Status: status, MFADelete: mfaDelete } = input.VersioningConfiguration ?? {}
    if (status === undefined && mfaDelete === undefined) throw errors.illegalVersioning('The Versioning element must be specified')
    if (status === undefined || (status !== 'Enabled' && status !== 'Suspended')) throw errors.malformedXml()
    if (mfaDelete !== undefined && mfaDelete !== 'Enabled' && mfaDelete !== 'Disabled') throw errors.malformedXml()
    // Nobody has an MFA device here, so nobody could ever delete again.
    if (mfaDelete === 'Enabled') throw errors.mfaRequired()
    if (status === 'Suspended') checkSuspendable(bucket)
    configure(ctx, bucket, 'versioning', status)
    return {}
  },
})

/** What needs versions keeps them on. */
function checkSuspendable({ configuration: { objectLock, replication } }: Bucket): void {
  if (objectLock)
    throw errors.invalidBucketState('An Object Lock configuration is present on this bucket, so the versioning state cannot be changed.')
  if (replication)
    throw errors.invalidBucketState(
      'A replication configuration is present on this bucket, so you cannot change the versioning state. To change the versioning state, first delete the replication configuration.',
    )
}
