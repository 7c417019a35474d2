import * as aws from '@aws-sdk/client-s3'
import { expect, test } from 'vitest'
import { RECORDED, s3Guide, type Source } from '../../../testing/aws-sources.ts'
import { createTestEngine, type TestEngine } from '../../../testing/engine.ts'

/** Buckets by the regions that they are in. */
const BUCKETS = { here: 'us-east-1', there: 'us-west-2', elsewhere: 'eu-central-1' } as const

async function withBuckets(engine: TestEngine) {
  const clients = Object.entries(BUCKETS).map(async ([Bucket, region]) => {
    const s3 = new aws.S3Client({ ...engine.client, region })
    const CreateBucketConfiguration = region === 'us-east-1' ? undefined : { LocationConstraint: region }
    await s3.send(new aws.CreateBucketCommand({ Bucket, CreateBucketConfiguration }))
    return [Bucket, s3] as const
  })
  return Object.fromEntries(await Promise.all(clients)) as Record<keyof typeof BUCKETS, aws.S3Client>
}

const log = (Bucket: string, LoggingEnabled: object) => new aws.PutBucketLoggingCommand({ Bucket, BucketLoggingStatus: { LoggingEnabled: { TargetPrefix: 'log/', ...LoggingEnabled } as aws.LoggingEnabled } })
const ELSEWHERE = { name: 'CrossLocationLoggingProhibitted', message: 'Cross S3 location logging not allowed. ', $metadata: { httpStatusCode: 403 } }
const XML = { name: 'MalformedXML', $metadata: { httpStatusCode: 400 } }

/** The last but one are members that S3 leaves out. */
test.each<[what: string, from: keyof typeof BUCKETS, logging: object, refusal: object, absent: string[], source: Source]>([
  ['into no bucket', 'here', { TargetBucket: 'nowhere' }, { name: 'InvalidTargetBucketForLogging', TargetBucket: 'nowhere', message: 'The target bucket for logging does not exist', $metadata: { httpStatusCode: 400 } }, [], RECORDED],
  ['from us-east-1 to another region', 'here', { TargetBucket: 'there' }, { ...ELSEWHERE, TargetBucketLocation: 'us-west-2' }, ['SourceBucketLocation'], RECORDED],
  ['from another region to us-east-1', 'there', { TargetBucket: 'here' }, { ...ELSEWHERE, SourceBucketLocation: 'us-west-2' }, ['TargetBucketLocation'], 'unverified'],
  ['between two other regions', 'there', { TargetBucket: 'elsewhere' }, { ...ELSEWHERE, SourceBucketLocation: 'us-west-2', TargetBucketLocation: 'eu-central-1' }, [], RECORDED],
  ['without a prefix', 'here', { TargetBucket: 'here', TargetPrefix: undefined }, XML, [], 'schema'],
])('a log %s is refused', async (_what, from, logging, refusal, absent) => {
  await using engine = await createTestEngine()
  const clients = await withBuckets(engine)
  const refused = await clients[from].send(log(from, logging)).catch((error: unknown) => error)
  expect(refused).toMatchObject(refusal)
  for (const member of absent) expect(refused).not.toHaveProperty(member)
})

test.each<[what: string, logging: object, source: Source]>([
  ['into the bucket itself', { TargetBucket: 'here' }, s3Guide('ServerLogs')],
  ['for somebody, where ACLs are off', { TargetBucket: 'here', TargetGrants: [{ Grantee: { Type: 'Group', URI: 'http://acs.amazonaws.com/groups/s3/LogDelivery' }, Permission: 'WRITE' }] }, RECORDED],
  ['by the dates of events', { TargetBucket: 'here', TargetObjectKeyFormat: { PartitionedPrefix: { PartitionDateSource: 'EventTime' } } }, s3Guide('ServerLogs')],
])('a log %s is taken', async (_what, logging) => {
  await using engine = await createTestEngine()
  const { here: s3 } = await withBuckets(engine)
  await s3.send(log('here', logging))
  expect((await s3.send(new aws.GetBucketLoggingCommand({ Bucket: 'here' }))).LoggingEnabled).toEqual({ TargetPrefix: 'log/', ...logging })
})
