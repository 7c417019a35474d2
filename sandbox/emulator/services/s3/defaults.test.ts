import * as aws from '@aws-sdk/client-s3'
import { expect, test } from 'vitest'
import { RECORDED, RECORDED_API, RECORDED_EVENTS, s3Api, s3Guide, type Source } from '../../../testing/aws-sources.ts'
import { createTestEngine } from '../../../testing/engine.ts'

const Bucket = 'a-bucket'
const body = ({ $metadata: _, ...output }: aws.ServiceOutputTypes) => output
const missing = (name: string, message: string) => ({ name, message, BucketName: Bucket, $metadata: { httpStatusCode: 404 } })

/** `taken` is what is taken away before. */
test.each<[what: string, command: unknown, refusal: object, source: Source, taken?: unknown]>([
  ['tags', new aws.GetBucketTaggingCommand({ Bucket }), missing('NoSuchTagSet', 'The TagSet does not exist'), RECORDED_API],
  ['tags, but an empty set', new aws.GetBucketTaggingCommand({ Bucket }), missing('NoSuchTagSet', 'The TagSet does not exist'), RECORDED_API, new aws.PutBucketTaggingCommand({ Bucket, Tagging: { TagSet: [] } })],
  ['policy', new aws.GetBucketPolicyCommand({ Bucket }), missing('NoSuchBucketPolicy', 'The bucket policy does not exist'), RECORDED_API],
  ['policy to have a status', new aws.GetBucketPolicyStatusCommand({ Bucket }), missing('NoSuchBucketPolicy', 'The bucket policy does not exist'), 'unverified'],
  ['CORS', new aws.GetBucketCorsCommand({ Bucket }), missing('NoSuchCORSConfiguration', 'The CORS configuration does not exist'), 'https://github.com/localstack/localstack/blob/main/tests/aws/services/s3/test_s3_cors.snapshot.json'],
  ['life cycle', new aws.GetBucketLifecycleConfigurationCommand({ Bucket }), missing('NoSuchLifecycleConfiguration', 'The lifecycle configuration does not exist'), s3Api('API_GetBucketLifecycleConfiguration')],
  ['website', new aws.GetBucketWebsiteCommand({ Bucket }), missing('NoSuchWebsiteConfiguration', 'The specified bucket does not have a website configuration'), RECORDED],
  ['replication', new aws.GetBucketReplicationCommand({ Bucket }), missing('ReplicationConfigurationNotFoundError', 'The replication configuration was not found'), RECORDED],
  ['object lock', new aws.GetObjectLockConfigurationCommand({ Bucket }), missing('ObjectLockConfigurationNotFoundError', 'Object Lock configuration does not exist for this bucket'), RECORDED_API],
  ['public access block', new aws.GetPublicAccessBlockCommand({ Bucket }), missing('NoSuchPublicAccessBlockConfiguration', 'The public access block configuration was not found'), RECORDED_API, new aws.DeletePublicAccessBlockCommand({ Bucket })],
  ['ownership', new aws.GetBucketOwnershipControlsCommand({ Bucket }), missing('OwnershipControlsNotFoundError', 'The bucket ownership controls were not found'), RECORDED_API, new aws.DeleteBucketOwnershipControlsCommand({ Bucket })],
])('a bucket without %s says so', async (_what, command, refusal, _source, taken) => {
  await using engine = await createTestEngine()
  const s3 = new aws.S3Client(engine.client)
  await s3.send(new aws.CreateBucketCommand({ Bucket }))
  if (taken) await s3.send(taken as never)
  await expect(s3.send(command as never)).rejects.toMatchObject(refusal)
})

const SSE_C = { BlockedEncryptionTypes: { EncryptionType: ['SSE-C'] } }

test.each<[what: string, command: unknown, output: object, source: Source]>([
  ['no versions', new aws.GetBucketVersioningCommand({ Bucket }), {}, s3Api('API_GetBucketVersioning')],
  ['no acceleration', new aws.GetBucketAccelerateConfigurationCommand({ Bucket }), {}, RECORDED_API],
  ['no logs', new aws.GetBucketLoggingCommand({ Bucket }), {}, RECORDED],
  ['no notifications', new aws.GetBucketNotificationConfigurationCommand({ Bucket }), {}, RECORDED_EVENTS],
  ['an owner who pays', new aws.GetBucketRequestPaymentCommand({ Bucket }), { Payer: 'BucketOwner' }, s3Api('API_GetBucketRequestPayment')],
  ['an owner of all objects', new aws.GetBucketOwnershipControlsCommand({ Bucket }), { OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] } }, RECORDED_API],
  ['all public access blocked', new aws.GetPublicAccessBlockCommand({ Bucket }), { PublicAccessBlockConfiguration: { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true } }, RECORDED_API],
  // On record without the blocked types, which came in April 2026.
  ['AES256', new aws.GetBucketEncryptionCommand({ Bucket }), { ServerSideEncryptionConfiguration: { Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' }, BucketKeyEnabled: false, ...SSE_C }] } }, s3Guide('default-s3-c-encryption-setting-faq')],
  ['no permission by tags', new aws.GetBucketAbacCommand({ Bucket }), { AbacStatus: { Status: 'Disabled' } }, s3Api('API_GetBucketAbac')],
])('a new bucket has %s', async (_what, command, output) => {
  await using engine = await createTestEngine()
  const s3 = new aws.S3Client(engine.client)
  await s3.send(new aws.CreateBucketCommand({ Bucket }))
  expect(body(await s3.send(command as never))).toEqual(output)
})

const DEFAULT = { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' } } as const
const lifecycle = (more: object) =>
  new aws.PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: { Rules: [{ ID: 'i', Status: 'Enabled', Filter: {}, Expiration: { Days: 1 } }] }, ...more })
const RULES = { Rules: [{ ID: 'i', Status: 'Enabled', Filter: {}, Expiration: { Days: 1 } }] }

/** What S3 adds by itself to what it was given. */
test.each<[what: string, put: unknown, get: unknown, output: object, source: Source]>([
  ['a bucket key that is off', new aws.PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration: { Rules: [DEFAULT] } }), new aws.GetBucketEncryptionCommand({ Bucket }), { ServerSideEncryptionConfiguration: { Rules: [{ ...DEFAULT, BucketKeyEnabled: false, ...SSE_C }] } }, s3Api('API_ServerSideEncryptionRule')],
  ['the size from which objects move', lifecycle({}), new aws.GetBucketLifecycleConfigurationCommand({ Bucket }), { ...RULES, TransitionDefaultMinimumObjectSize: 'all_storage_classes_128K' }, s3Api('API_PutBucketLifecycleConfiguration')],
  ['no size where one was given', lifecycle({ TransitionDefaultMinimumObjectSize: 'varies_by_storage_class' }), new aws.GetBucketLifecycleConfigurationCommand({ Bucket }), { ...RULES, TransitionDefaultMinimumObjectSize: 'varies_by_storage_class' }, s3Api('API_PutBucketLifecycleConfiguration')],
  ['what is not blocked', new aws.PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration: { BlockPublicAcls: true } }), new aws.GetPublicAccessBlockCommand({ Bucket }), { PublicAccessBlockConfiguration: { BlockPublicAcls: true, IgnorePublicAcls: false, BlockPublicPolicy: false, RestrictPublicBuckets: false } }, RECORDED_API],
])('S3 adds %s', async (_what, put, get, output) => {
  await using engine = await createTestEngine()
  const s3 = new aws.S3Client(engine.client)
  await s3.send(new aws.CreateBucketCommand({ Bucket }))
  await s3.send(put as never)
  expect(body(await s3.send(get as never))).toEqual(output)
})
