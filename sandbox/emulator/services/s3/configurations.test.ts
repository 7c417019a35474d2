import * as aws from '@aws-sdk/client-s3'
import { expect, test } from 'vitest'
import { RECORDED_API, type Source } from '../../../testing/aws-sources.ts'
import { createTestEngine, stoppedClock, type TestEngine } from '../../../testing/engine.ts'

const Bucket = 'a-bucket'
const TARGET = 'target'

async function withBuckets(engine: TestEngine) {
  const s3 = new aws.S3Client(engine.client)
  await s3.send(new aws.CreateBucketCommand({ Bucket }))
  await s3.send(new aws.CreateBucketCommand({ Bucket: TARGET }))
  return s3
}

const version = (s3: aws.S3Client, name: string) =>
  s3.send(new aws.PutBucketVersioningCommand({ Bucket: name, VersioningConfiguration: { Status: 'Enabled' } }))
const XML = { name: 'MalformedXML', message: 'The XML you provided was not well-formed or did not validate against our published schema' }
const DOTTED = 'a.bucket'
const encrypt = (...given: object[]) =>
  new aws.PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration: { Rules: given.map((one) => ({ ApplyServerSideEncryptionByDefault: one as aws.ServerSideEncryptionByDefault })) } })
const own = (...given: string[]) =>
  new aws.PutBucketOwnershipControlsCommand({ Bucket, OwnershipControls: { Rules: given.map((ObjectOwnership) => ({ ObjectOwnership: ObjectOwnership as aws.ObjectOwnership })) } })
const body = ({ $metadata: _, ...output }: aws.ServiceOutputTypes) => output
const sender = (s3: aws.S3Client) => (command: unknown): Promise<aws.ServiceOutputTypes> => s3.send(command as never) as never

const LOGGING = { LoggingEnabled: { TargetBucket: TARGET, TargetPrefix: 'log/' } }
const WEBSITE: aws.WebsiteConfiguration = {
  IndexDocument: { Suffix: 'index.html' }, ErrorDocument: { Key: 'error.html' },
  RoutingRules: [{ Condition: { KeyPrefixEquals: 'old/' }, Redirect: { ReplaceKeyPrefixWith: 'new/', HttpRedirectCode: '302' } }],
}
const REPLICATION = {
  Role: 'arn:aws:iam::000000000000:role/r',
  Rules: [{ ID: 'all', Priority: 1, Status: 'Enabled' as const, Filter: { Prefix: '' }, Destination: { Bucket: `arn:aws:s3:::${TARGET}` }, DeleteMarkerReplication: { Status: 'Disabled' as const } }],
}

test.each([
  ['logging', new aws.PutBucketLoggingCommand({ Bucket, BucketLoggingStatus: LOGGING }), new aws.GetBucketLoggingCommand({ Bucket }), LOGGING, new aws.PutBucketLoggingCommand({ Bucket, BucketLoggingStatus: {} }), {}],
  ['website', new aws.PutBucketWebsiteCommand({ Bucket, WebsiteConfiguration: WEBSITE }), new aws.GetBucketWebsiteCommand({ Bucket }), WEBSITE, new aws.DeleteBucketWebsiteCommand({ Bucket }), 'NoSuchWebsiteConfiguration'],
  ['replication', new aws.PutBucketReplicationCommand({ Bucket, ReplicationConfiguration: REPLICATION }), new aws.GetBucketReplicationCommand({ Bucket }), { ReplicationConfiguration: REPLICATION }, new aws.DeleteBucketReplicationCommand({ Bucket }), 'ReplicationConfigurationNotFoundError'],
  ['who pays', new aws.PutBucketRequestPaymentCommand({ Bucket, RequestPaymentConfiguration: { Payer: 'Requester' } }), new aws.GetBucketRequestPaymentCommand({ Bucket }), { Payer: 'Requester' }, new aws.PutBucketRequestPaymentCommand({ Bucket, RequestPaymentConfiguration: { Payer: 'BucketOwner' } }), { Payer: 'BucketOwner' }],
  ['access by tags', new aws.PutBucketAbacCommand({ Bucket, AbacStatus: { Status: 'Enabled' } }), new aws.GetBucketAbacCommand({ Bucket }), { AbacStatus: { Status: 'Enabled' } }, new aws.PutBucketAbacCommand({ Bucket, AbacStatus: { Status: 'Disabled' } }), { AbacStatus: { Status: 'Disabled' } }],
  ['acceleration', new aws.PutBucketAccelerateConfigurationCommand({ Bucket, AccelerateConfiguration: { Status: 'Enabled' } }), new aws.GetBucketAccelerateConfigurationCommand({ Bucket }), { Status: 'Enabled' }, new aws.PutBucketAccelerateConfigurationCommand({ Bucket, AccelerateConfiguration: { Status: 'Suspended' } }), { Status: 'Suspended' }],
] as const)('%s: put, get, take away', async (_what, put, get, expected, remove, after) => {
  await using engine = await createTestEngine()
  const s3 = await withBuckets(engine)
  await version(s3, Bucket)
  await version(s3, TARGET)
  const send = sender(s3)
  const before = await send(get).then(body, ({ name }) => name as string)
  expect(before).not.toEqual(expected)
  await send(put)
  expect(body(await send(get))).toEqual(expected)
  await send(remove)
  if (typeof after === 'string') await expect(send(get)).rejects.toMatchObject({ name: after, BucketName: Bucket, $metadata: { httpStatusCode: 404 } })
  else expect(body(await send(get))).toEqual(after)
})

test.each<[what: string, command: unknown, refusal: object, source: Source]>([
  ['acceleration in small letters', new aws.PutBucketAccelerateConfigurationCommand({ Bucket, AccelerateConfiguration: { Status: 'enabled' as never } }), XML, RECORDED_API],
  ['acceleration of a name with a period', new aws.PutBucketAccelerateConfigurationCommand({ Bucket: DOTTED, AccelerateConfiguration: { Status: 'Enabled' } }), { name: 'InvalidRequest', message: 'S3 Transfer Acceleration is not supported for buckets with periods (.) in their names' }, RECORDED_API],
  ['somebody who pays', new aws.PutBucketRequestPaymentCommand({ Bucket, RequestPaymentConfiguration: { Payer: 'You' as never } }), XML, 'schema'],
  ['access by some tags', new aws.PutBucketAbacCommand({ Bucket, AbacStatus: { Status: 'Some' as never } }), XML, 'schema'],
  ['versions without a word', new aws.PutBucketVersioningCommand({ Bucket, VersioningConfiguration: {} }), { name: 'IllegalVersioningConfigurationException', message: 'The Versioning element must be specified' }, RECORDED_API],
  ['versions in small letters', new aws.PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'enabled' as never } }), XML, RECORDED_API],
  ['versions that were never', new aws.PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Disabled' as never } }), XML, RECORDED_API],
  ['no encryption', encrypt(), XML, RECORDED_API],
  ['two encryptions', encrypt({ SSEAlgorithm: 'AES256' }, { SSEAlgorithm: 'AES256' }), XML, RECORDED_API],
  ['another cipher', encrypt({ SSEAlgorithm: 'AES512' }), XML, 'schema'],
  ['a key for AES256', encrypt({ SSEAlgorithm: 'AES256', KMSMasterKeyID: 'k' }), { name: 'InvalidArgument', ArgumentName: 'ApplyServerSideEncryptionByDefault', message: 'a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms or aws:kms:dsse' }, RECORDED_API],
  ['no ownership', own(), XML, RECORDED_API],
  ['two ownerships', own('ObjectWriter', 'BucketOwnerPreferred'), XML, RECORDED_API],
  ['an ownership by chance', own('Random'), XML, RECORDED_API],
  ['blocking nothing in particular', new aws.PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration: {} }), { name: 'InvalidRequest', message: 'Must specify at least one configuration.' }, 'unverified'],
])('%s is refused', async (_what, command, refusal) => {
  await using engine = await createTestEngine()
  const s3 = await withBuckets(engine)
  await s3.send(new aws.CreateBucketCommand({ Bucket: DOTTED }))
  await expect(sender(s3)(command)).rejects.toMatchObject({ ...refusal, $metadata: { httpStatusCode: 400 } })
})

const PUBLIC = (Condition?: object) =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: `arn:aws:s3:::${Bucket}/*`, ...(Condition ? { Condition } : {}) }] })

test('public policies are blocked until that is switched off, and the policy status tells them', async () => {
  await using engine = await createTestEngine()
  const s3 = await withBuckets(engine)
  const put = (Policy: string) => s3.send(new aws.PutBucketPolicyCommand({ Bucket, Policy }))
  const status = async () => (await s3.send(new aws.GetBucketPolicyStatusCommand({ Bucket }))).PolicyStatus
  await expect(put(PUBLIC())).rejects.toMatchObject({ name: 'AccessDenied', message: expect.stringContaining('because public policies are prevented by the BlockPublicPolicy setting') })
  await expect(status()).rejects.toMatchObject({ name: 'NoSuchBucketPolicy' })
  await put(PUBLIC({ IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } }))
  expect(await status()).toEqual({ IsPublic: false })
  await s3.send(new aws.DeletePublicAccessBlockCommand({ Bucket }))
  await put(PUBLIC())
  expect(await status()).toEqual({ IsPublic: true })
})

test('an archived object is read after it was restored', async () => {
  await using engine = await createTestEngine({ clock: stoppedClock() })
  const s3 = await withBuckets(engine)
  const object = { Bucket, Key: 'cold' }
  await s3.send(new aws.PutObjectCommand({ ...object, Body: 'ice', StorageClass: 'GLACIER' }))
  const get = () => s3.send(new aws.GetObjectCommand(object))
  const restore = (Days: number) => s3.send(new aws.RestoreObjectCommand({ ...object, RestoreRequest: { Days } }))
  await expect(get()).rejects.toMatchObject({ name: 'InvalidObjectState', StorageClass: 'GLACIER', $metadata: { httpStatusCode: 403 }, message: "The operation is not valid for the object's storage class" })
  expect((await s3.send(new aws.HeadObjectCommand(object))).Restore).toBeUndefined()
  expect((await restore(1)).$metadata.httpStatusCode).toBe(202)
  expect((await restore(2)).$metadata.httpStatusCode).toBe(200)
  expect((await get()).Restore).toMatch(/^ongoing-request="false", expiry-date=".* 00:00:00 GMT"$/)
  await s3.send(new aws.PutObjectCommand({ ...object, Body: 'warm' }))
  await expect(restore(1)).rejects.toMatchObject({ name: 'InvalidObjectState', StorageClass: 'STANDARD', message: "Restore is not allowed for the object's current storage class" })
})

test('KMS keys are shown by ARN, and bucket keys where they are on', async () => {
  await using engine = await createTestEngine()
  const s3 = await withBuckets(engine)
  const put = (more: object) => s3.send(new aws.PutObjectCommand({ Bucket, Key: 'k', Body: 'x', ...more }))
  const arn = (key: string) => `arn:aws:kms:us-east-1:000000000000:key/${key}`
  expect(await put({ ServerSideEncryption: 'aws:kms', SSEKMSKeyId: 'one' })).toMatchObject({ ServerSideEncryption: 'aws:kms', SSEKMSKeyId: arn('one') })
  const Rules = [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' as const }, BucketKeyEnabled: true }]
  await s3.send(new aws.PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration: { Rules } }))
  const byDefault = await put({})
  expect(byDefault).toMatchObject({ ServerSideEncryption: 'aws:kms', SSEKMSKeyId: expect.stringMatching(/key\/[0-9a-f-]{36}$/), BucketKeyEnabled: true })
  expect(await s3.send(new aws.HeadObjectCommand({ Bucket, Key: 'k' }))).toMatchObject({ SSEKMSKeyId: byDefault.SSEKMSKeyId, BucketKeyEnabled: true })
  expect((await put({ ServerSideEncryption: 'AES256' })).SSEKMSKeyId).toBeUndefined()
  await expect(put({ ServerSideEncryption: 'AES256', SSEKMSKeyId: 'one' })).rejects.toMatchObject({ name: 'InvalidArgument' })
  // API_PutObject, x-amz-server-side-encryption-context; the sentence is quoted in HADOOP-19197, the code is unverified.
  const SSEKMSEncryptionContext = Buffer.from('{"a":"b"}').toString('base64')
  expect(await put({ ServerSideEncryption: 'aws:kms', SSEKMSEncryptionContext })).toMatchObject({ SSEKMSEncryptionContext })
  await expect(put({ ServerSideEncryption: 'aws:kms', SSEKMSEncryptionContext: 'no' })).rejects.toMatchObject({ name: 'InvalidArgument', message: expect.stringContaining('string-string map') })
})
