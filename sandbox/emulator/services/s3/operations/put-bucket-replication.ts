import type { PutBucketReplicationCommandInput, PutBucketReplicationCommandOutput } from '@aws-sdk/client-s3'
import type { Context } from '../../../kernel/context.ts'
import { ALPHANUMERIC } from '../../../kernel/ids.ts'
import { operation } from '../../../kernel/operation.ts'
import { bucketArn, requireBucket } from '../access.ts'
import * as errors from '../errors.ts'
import { checkReplication } from '../replication-rules.ts'
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
    checkReplication(rules, bucket.name)
    for (const { Destination } of rules) checkTarget(ctx, Destination!.Bucket!)
    const named = rules.map((rule) => ({ ...rule, ID: rule.ID ?? ctx.ids.chars(48, ALPHANUMERIC) }))
    configure(ctx, bucket, 'replication', { Role: given.Role, Rules: named })
    return {}
  },
})

const MOST_RULES = 1000

function checkTarget(ctx: Context, arn: string): void {
  const target = anyBucket(ctx, arn.replace(/^arn:aws:s3:::/, ''))
  if (!target) throw errors.invalidRequest('Destination bucket must exist.')
  if (target.configuration.versioning !== 'Enabled') throw errors.invalidRequest('Destination bucket must have versioning enabled.')
}
