import * as aws from '@aws-sdk/client-s3'
import { expect, test } from 'vitest'
import { RECORDED, s3Api, s3Guide, type Source } from '../../../testing/aws-sources.ts'
import { createTestEngine, type TestEngine } from '../../../testing/engine.ts'

const Bucket = 'a-bucket'
const TARGET = 'target'
const Role = 'arn:aws:iam::000000000000:role/r'
const TO = { Bucket: `arn:aws:s3:::${TARGET}` }
const OFF = { Status: 'Disabled' } as const
const ON = { Status: 'Enabled' } as const

/** Both keep versions, unless only some are named. */
async function withBuckets(engine: TestEngine, versioned: readonly string[] = [Bucket, TARGET]) {
  const s3 = new aws.S3Client(engine.client)
  for (const name of [Bucket, TARGET]) await s3.send(new aws.CreateBucketCommand({ Bucket: name }))
  for (const name of versioned) await s3.send(new aws.PutBucketVersioningCommand({ Bucket: name, VersioningConfiguration: ON }))
  return s3
}

const replicate = (...Rules: object[]) =>
  new aws.PutBucketReplicationCommand({ Bucket, ReplicationConfiguration: { Role, Rules: Rules.map((rule) => ({ ...ON, Destination: TO, ...rule })) as never } })
/** In the newer form. */
const rule = (more: object) => ({ Filter: {}, Priority: 1, DeleteMarkerReplication: OFF, ...more })

const SCHEMA = 'for this version of Cross Region Replication configuration schema. Please refer to S3 Developer Guide for more information.'
const XML = 'The XML you provided was not well-formed or did not validate against our published schema'
const RUST = 'https://github.com/rust-lang/simpleinfra/pull/468'
const SWIFT = 'https://github.com/openstack/swift'
const KEYS = 'https://github.com/hashicorp/terraform-provider-aws/issues/26241'

test.each<[what: string, command: aws.PutBucketReplicationCommand, name: string, message: string, source: Source]>([
  ['no rules', replicate(), 'MalformedXML', XML, RECORDED],
  ['a rule for some time', replicate({ Prefix: '', Status: 'Sometimes' }), 'MalformedXML', XML, 'schema'],
  ['neither filter nor prefix', replicate({}), 'MalformedXML', XML, 'https://github.com/aws/aws-sdk-net/issues/1668'],
  ['objects that are there already', replicate(rule({ ExistingObjectReplication: ON })), 'MalformedXML', XML, 'https://github.com/hashicorp/terraform-provider-aws/issues/23803'],
  ['a destination by name', replicate({ Prefix: '', Destination: { Bucket: TARGET } }), 'InvalidArgument', 'Invalid bucket ARN.', 'unverified'],
  ['itself as destination', replicate({ Prefix: '', Destination: { Bucket: `arn:aws:s3:::${Bucket}` } }), 'InvalidRequest', 'Destination bucket cannot be the same as the source bucket.', 'unverified'],
  // On record is an answer about versions, for a name that may well be somebody's.
  ['a destination that is not there', replicate({ Prefix: '', Destination: { Bucket: 'arn:aws:s3:::nowhere' } }), 'InvalidRequest', 'Destination bucket must exist.', 'unverified'],
  ['no priority', replicate(rule({ Priority: undefined })), 'InvalidRequest', `Priority must be specified ${SCHEMA}`, 'unverified'],
  ['no word of delete markers', replicate(rule({ DeleteMarkerReplication: undefined })), 'InvalidRequest', `DeleteMarkerReplication must be specified ${SCHEMA}`, RUST],
  ['delete markers in the older form', replicate({ Prefix: '', DeleteMarkerReplication: OFF }), 'InvalidRequest', `DeleteMarkerReplication cannot be used ${SCHEMA}`, RUST],
  ['delete markers with a tag', replicate(rule({ Filter: { Tag: { Key: 'a', Value: 'b' } }, DeleteMarkerReplication: ON })), 'InvalidRequest', 'Delete marker replication is not supported if any Tag filter is specified. Please refer to S3 Developer Guide for more information.', SWIFT],
  ['a priority twice', replicate(rule({ Filter: { Prefix: 'a' } }), rule({ Filter: { Prefix: 'b' } })), 'InvalidRequest', 'Found duplicate priority 1.', SWIFT],
  ['the id of a rule twice', replicate(...[1, 2].map((Priority) => rule({ ID: 'i', Priority }))), 'InvalidArgument', 'Rule Id must be unique', 'unverified'],
  ['a key for what is not replicated', replicate(rule({ Destination: { ...TO, EncryptionConfiguration: { ReplicaKmsKeyID: 'k' } } })), 'InvalidRequest', 'SseKmsEncryptedObjects must be specified if EncryptionConfiguration is present.', KEYS],
  ['encrypted objects without a key', replicate(rule({ SourceSelectionCriteria: { SseKmsEncryptedObjects: ON } })), 'InvalidRequest', 'ReplicaKmsKeyID must be specified if SseKmsEncryptedObjects tag is present.', 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-config-for-kms-objects.html'],
])('replication with %s is refused', async (_what, command, name, message) => {
  await using engine = await createTestEngine()
  const s3 = await withBuckets(engine)
  await expect(s3.send(command)).rejects.toMatchObject({ name, message, $metadata: { httpStatusCode: 400 } })
  await expect(s3.send(new aws.GetBucketReplicationCommand({ Bucket }))).rejects.toMatchObject({ name: 'ReplicationConfigurationNotFoundError' })
})

test.each<[what: string, versioned: string[], message: string, source: Source]>([
  ['at the source', [TARGET], "Versioning must be 'Enabled' on the bucket to apply a replication configuration", RECORDED],
  ['at the destination', [Bucket], 'Destination bucket must have versioning enabled.', RECORDED],
])('replication without versions %s is refused', async (_what, versioned, message) => {
  await using engine = await createTestEngine()
  const s3 = await withBuckets(engine, versioned)
  await expect(s3.send(replicate(rule({})))).rejects.toMatchObject({ name: 'InvalidRequest', message })
})

const TIMED = { ...TO, StorageClass: 'STANDARD', Metrics: { ...ON, EventThreshold: { Minutes: 15 } }, ReplicationTime: { ...ON, Time: { Minutes: 15 } } }

test.each<[what: string, rules: object[], source: Source]>([
  ['of all, in time', [rule({ ID: 'rtc', Priority: 0, ...OFF, Destination: TIMED })], RECORDED],
  ['in the older form', [{ ID: 'o', Prefix: 'a/', ...ON, Destination: TO }], s3Guide('replication-add-config')],
  ['of encrypted objects', [rule({ ID: 'k', SourceSelectionCriteria: { SseKmsEncryptedObjects: ON }, ...ON, Destination: { ...TO, EncryptionConfiguration: { ReplicaKmsKeyID: 'arn:aws:kms:us-east-1:000000000000:key/k' } } })], s3Api('API_PutBucketReplication')],
])('replication %s is given back as it came', async (_what, rules) => {
  await using engine = await createTestEngine()
  const s3 = await withBuckets(engine)
  await s3.send(replicate(...rules))
  const { ReplicationConfiguration } = await s3.send(new aws.GetBucketReplicationCommand({ Bucket }))
  expect(ReplicationConfiguration).toEqual({ Role, Rules: rules.map((given) => ({ Destination: TO, ...given })) })
})

test('a bucket that is replicated goes on keeping versions', async () => {
  await using engine = await createTestEngine()
  const s3 = await withBuckets(engine)
  await s3.send(replicate(rule({})))
  const suspend = new aws.PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Suspended' } })
  await expect(s3.send(suspend)).rejects.toMatchObject({
    name: 'InvalidBucketState', $metadata: { httpStatusCode: 409 },
    message: 'A replication configuration is present on this bucket, so you cannot change the versioning state. To change the versioning state, first delete the replication configuration.',
  })
  await s3.send(new aws.DeleteBucketReplicationCommand({ Bucket }))
  await s3.send(suspend)
})
