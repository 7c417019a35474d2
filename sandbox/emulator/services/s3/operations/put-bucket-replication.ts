import type { PutBucketReplicationCommandInput, PutBucketReplicationCommandOutput } from '@aws-sdk/client-s3'
import type { ReplicationRule } from '@aws-sdk/client-s3'
import type { Context } from '../../../kernel/context.ts'
import { ALPHANUMERIC } from '../../../kernel/ids.ts'
import { operation } from '../../../kernel/operation.ts'
import { bucketArn, requireBucket } from '../access.ts'
import * as errors from '../errors.ts'
import { anyBucket, configure } from '../state.ts'

export const PutBucketReplication = operation<PutBucketReplicationCommandInput, PutBucketReplicationCommandOutput>({
  action: 's3:PutReplicationConfiguration',
  resource: bucketArn,
  storedOnly: true,
  handle(input, ctx) {
    const bucket = requireBucket(ctx, input)
    const given = input.ReplicationConfiguration
    if (bucket.configuration.versioning !== 'Enabled')
      throw errors.invalidRequest("Versioning must be 'Enabled' on the bucket to apply a replication configuration")
    const rules = given?.Rules ?? []
    if (!given?.Role || rules.length === 0 || rules.length > MOST_RULES) throw errors.malformedXml()
    for (const rule of rules) checkRule(ctx, rule)
    const named = rules.map((rule) => ({ ...rule, ID: rule.ID ?? ctx.ids.chars(48, ALPHANUMERIC) }))
    configure(ctx, bucket, 'replication', { Role: given.Role, Rules: named })
    return {}
  },
})

const MOST_RULES = 1000

function checkRule(ctx: Context, { Status, Destination }: ReplicationRule): void {
  if ((Status !== 'Enabled' && Status !== 'Disabled') || !Destination?.Bucket) throw errors.malformedXml()
  const target = anyBucket(ctx, Destination.Bucket.replace(/^arn:aws:s3:::/, ''))
  if (!target) throw errors.invalidRequest('Destination bucket must exist.')
  if (target.configuration.versioning !== 'Enabled') throw errors.invalidRequest('Destination bucket must have versioning enabled.')
}
