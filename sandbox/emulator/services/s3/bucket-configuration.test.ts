import * as aws from '@aws-sdk/client-s3'
import { expect, test } from 'vitest'
import { RECORDED_API, s3Guide, type Source } from '../../../testing/aws-sources.ts'
import { createTestEngine, type TestEngine } from '../../../testing/engine.ts'

const Bucket = 'a-bucket'

async function withBucket(engine: TestEngine) {
  const s3 = new aws.S3Client(engine.client)
  await s3.send(new aws.CreateBucketCommand({ Bucket }))
  return s3
}

const body = ({ $metadata: _, ...output }: aws.ServiceOutputTypes) => output

const POLICY = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: '000000000000' }, Action: 's3:ListBucket', Resource: `arn:aws:s3:::${Bucket}` }] })
const CORS = { CORSRules: [{ AllowedMethods: ['GET', 'PUT'], AllowedOrigins: ['*'], AllowedHeaders: ['*'], ExposeHeaders: ['ETag'], MaxAgeSeconds: 60 }] }
const BLOCK = { BlockPublicAcls: true, IgnorePublicAcls: false, BlockPublicPolicy: false, RestrictPublicBuckets: true }
const LIFECYCLE = { Rules: [{ ID: 'old', Status: 'Enabled', Filter: { And: { Prefix: 'log/', Tags: [{ Key: 'a', Value: 'b' }] } }, Expiration: { Days: 3 } }] } as const
const OWNERSHIP = { Rules: [{ ObjectOwnership: 'ObjectWriter' }] } as const

// Put, get, delete, what get answers after it: as an output, or the code of an error.
test.each([
  ['policy', new aws.PutBucketPolicyCommand({ Bucket, Policy: POLICY }), new aws.GetBucketPolicyCommand({ Bucket }), { Policy: POLICY }, new aws.DeleteBucketPolicyCommand({ Bucket }), 'NoSuchBucketPolicy'],
  ['CORS', new aws.PutBucketCorsCommand({ Bucket, CORSConfiguration: CORS }), new aws.GetBucketCorsCommand({ Bucket }), CORS, new aws.DeleteBucketCorsCommand({ Bucket }), 'NoSuchCORSConfiguration'],
  ['tags', new aws.PutBucketTaggingCommand({ Bucket, Tagging: { TagSet: [{ Key: 'a', Value: '' }] } }), new aws.GetBucketTaggingCommand({ Bucket }), { TagSet: [{ Key: 'a', Value: '' }] }, new aws.DeleteBucketTaggingCommand({ Bucket }), 'NoSuchTagSet'],
  ['public access block', new aws.PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration: BLOCK }), new aws.GetPublicAccessBlockCommand({ Bucket }), { PublicAccessBlockConfiguration: BLOCK }, new aws.DeletePublicAccessBlockCommand({ Bucket }), 'NoSuchPublicAccessBlockConfiguration'],
  ['ownership controls', new aws.PutBucketOwnershipControlsCommand({ Bucket, OwnershipControls: { Rules: [...OWNERSHIP.Rules] } }), new aws.GetBucketOwnershipControlsCommand({ Bucket }), { OwnershipControls: OWNERSHIP }, new aws.DeleteBucketOwnershipControlsCommand({ Bucket }), 'OwnershipControlsNotFoundError'],
  ['lifecycle', new aws.PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: { Rules: [...LIFECYCLE.Rules] } as never }), new aws.GetBucketLifecycleConfigurationCommand({ Bucket }), { ...LIFECYCLE, TransitionDefaultMinimumObjectSize: 'all_storage_classes_128K' }, new aws.DeleteBucketLifecycleCommand({ Bucket }), 'NoSuchLifecycleConfiguration'],
  ['encryption', new aws.PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration: { Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'k' } }] } }), new aws.GetBucketEncryptionCommand({ Bucket }), { ServerSideEncryptionConfiguration: { Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'k' }, BucketKeyEnabled: false, BlockedEncryptionTypes: { EncryptionType: ['SSE-C'] } }] } }, new aws.DeleteBucketEncryptionCommand({ Bucket }), undefined],
] as const)('%s: put, get, delete', async (_what, put, get, expected, remove, missing) => {
  await using engine = await createTestEngine()
  const s3 = await withBucket(engine)
  const send = (command: unknown): Promise<aws.ServiceOutputTypes> => s3.send(command as never) as never
  await send(put)
  expect(body(await send(get))).toEqual(expected)
  await send(remove)
  if (missing === undefined) expect(body(await send(get))).not.toEqual(expected)
  else await expect(send(get)).rejects.toMatchObject({ name: missing, $metadata: { httpStatusCode: 404 }, BucketName: Bucket })
})

test('a new bucket is private, encrypted, without ACLs and without versions', async () => {
  await using engine = await createTestEngine()
  const s3 = await withBucket(engine)
  const { PublicAccessBlockConfiguration } = await s3.send(new aws.GetPublicAccessBlockCommand({ Bucket }))
  expect(Object.values(PublicAccessBlockConfiguration!)).toEqual([true, true, true, true])
  expect((await s3.send(new aws.GetBucketOwnershipControlsCommand({ Bucket }))).OwnershipControls).toEqual({ Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] })
  const encryption = await s3.send(new aws.GetBucketEncryptionCommand({ Bucket }))
  expect(encryption.ServerSideEncryptionConfiguration?.Rules?.[0]?.ApplyServerSideEncryptionByDefault).toEqual({ SSEAlgorithm: 'AES256' })
  expect(body(await s3.send(new aws.GetBucketVersioningCommand({ Bucket })))).toEqual({})
  expect(body(await s3.send(new aws.GetBucketNotificationConfigurationCommand({ Bucket })))).toEqual({})
  await expect(s3.send(new aws.GetBucketPolicyCommand({ Bucket }))).rejects.toMatchObject({ name: 'NoSuchBucketPolicy' })
})

test('notifications get an id where they have none', async () => {
  await using engine = await createTestEngine()
  const s3 = await withBucket(engine)
  const LambdaFunctionArn = 'arn:aws:lambda:us-east-1:000000000000:function:f'
  const filter = { Key: { FilterRules: [{ Name: 'prefix' as const, Value: 'uploads/' }] } }
  const NotificationConfiguration = { LambdaFunctionConfigurations: [{ LambdaFunctionArn, Events: ['s3:ObjectCreated:*' as const], Filter: filter }], EventBridgeConfiguration: {} }
  await s3.send(new aws.PutBucketNotificationConfigurationCommand({ Bucket, NotificationConfiguration, SkipDestinationValidation: true }))
  expect(await s3.send(new aws.GetBucketNotificationConfigurationCommand({ Bucket }))).toMatchObject({
    // The names of filter rules come back with a capital.
    LambdaFunctionConfigurations: [{ Id: expect.any(String), LambdaFunctionArn, Events: ['s3:ObjectCreated:*'], Filter: { Key: { FilterRules: [{ Name: 'Prefix', Value: 'uploads/' }] } } }],
    EventBridgeConfiguration: {},
  })
})

test('the default encryption of a bucket is that of its objects', async () => {
  await using engine = await createTestEngine()
  const s3 = await withBucket(engine)
  const Rules = [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' as const, KMSMasterKeyID: 'key-1' } }]
  await s3.send(new aws.PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration: { Rules } }))
  expect(await s3.send(new aws.PutObjectCommand({ Bucket, Key: 'k', Body: 'x' }))).toMatchObject({ ServerSideEncryption: 'aws:kms', SSEKMSKeyId: 'arn:aws:kms:us-east-1:000000000000:key/key-1' })
})

test('ACLs name the owner, and may only be set where the bucket allows them', async () => {
  await using engine = await createTestEngine()
  const s3 = await withBucket(engine)
  const put = new aws.PutObjectCommand({ Bucket, Key: 'k', Body: 'x', ACL: 'public-read' })
  await expect(s3.send(put)).rejects.toMatchObject({ name: 'AccessControlListNotSupported' })
  await s3.send(new aws.PutBucketOwnershipControlsCommand({ Bucket, OwnershipControls: { Rules: [{ ObjectOwnership: 'ObjectWriter' }] } }))
  await expect(s3.send(put)).rejects.toMatchObject({ name: 'AccessDenied' })
  await s3.send(new aws.DeletePublicAccessBlockCommand({ Bucket }))
  await s3.send(put)
  const { Owner, Grants } = await s3.send(new aws.GetObjectAclCommand({ Bucket, Key: 'k' }))
  expect(Grants).toEqual([
    { Grantee: { Type: 'CanonicalUser', ID: Owner!.ID }, Permission: 'FULL_CONTROL' },
    { Grantee: { Type: 'Group', URI: 'http://acs.amazonaws.com/groups/global/AllUsers' }, Permission: 'READ' },
  ])
  expect((await s3.send(new aws.GetBucketAclCommand({ Bucket }))).Owner).toEqual(Owner)
})

test('tags of an object can be replaced and removed without touching it', async () => {
  await using engine = await createTestEngine()
  const s3 = await withBucket(engine)
  const object = { Bucket, Key: 'k' }
  const put = await s3.send(new aws.PutObjectCommand({ ...object, Body: 'x', Tagging: 'a=1' }))
  const tags = async () => (await s3.send(new aws.GetObjectTaggingCommand(object))).TagSet
  await s3.send(new aws.PutObjectTaggingCommand({ ...object, Tagging: { TagSet: [{ Key: 'b', Value: '2' }, { Key: 'c', Value: '' }] } }))
  expect(await tags()).toEqual([{ Key: 'b', Value: '2' }, { Key: 'c', Value: '' }])
  await s3.send(new aws.DeleteObjectTaggingCommand(object))
  expect(await tags()).toEqual([])
  expect((await s3.send(new aws.HeadObjectCommand(object))).ETag).toBe(put.ETag)
  const twice = { TagSet: [{ Key: 'a', Value: '1' }, { Key: 'a', Value: '2' }] }
  await expect(s3.send(new aws.PutObjectTaggingCommand({ ...object, Tagging: twice }))).rejects.toMatchObject({ name: 'InvalidTag', message: 'Cannot provide multiple Tags with the same key' })
})

const cors = (members: object) => new aws.PutBucketCorsCommand({ Bucket, CORSConfiguration: { CORSRules: [{ AllowedMethods: ['GET'], AllowedOrigins: ['*'], ...members }] } })
const tagged = (count: number) => Array.from({ length: count }, (_, index) => ({ Key: `k${index}`, Value: '' }))
const objectTags = (TagSet: aws.Tag[]) => new aws.PutObjectTaggingCommand({ Bucket, Key: 'k', Tagging: { TagSet } })
const bucketTags = (TagSet: aws.Tag[]) => new aws.PutBucketTaggingCommand({ Bucket, Tagging: { TagSet } })
const CORS_PAGE = s3Guide('ManageCorsUsing')
const TAG_PAGE = s3Guide('object-tagging')

/** The last is where AWS's sentence is quoted, or the rule is told. */
test.each<[what: string, command: unknown, name: string, message: string | undefined, source: Source]>([
  ['a method that CORS does not know', cors({ AllowedMethods: ['PATCH'] }), 'InvalidRequest', 'Found unsupported HTTP method in CORS config. Unsupported method is PATCH', 'https://github.com/noobaa/noobaa-core/pull/8901'],
  ['an origin with two wildcards', cors({ AllowedOrigins: ['*.example.*'] }), 'InvalidRequest', 'AllowedOrigin "*.example.*" can not have more than one wildcard.', 'https://github.com/versity/versitygw/issues/1870'],
  ['a header with two wildcards', cors({ AllowedHeaders: ['*-amz-*'] }), 'InvalidRequest', 'AllowedHeader "*-amz-*" can not have more than one wildcard.', CORS_PAGE],
  ['all headers shown', cors({ ExposeHeaders: ['ETag', 'x-amz-meta-*'] }), 'InvalidRequest', 'ExposeHeader "x-amz-meta-*" contains wildcard. We currently do not support wildcard for ExposeHeader.', 'https://github.com/noobaa/noobaa-core'],
  ['a header shown that is none', cors({ ExposeHeaders: ['x amz'] }), 'InvalidRequest', 'ExposeHeader "x amz" contains invalid character.', 'https://github.com/scality/cloudserver/pull/497'],
  ['a rule of CORS with a long name', cors({ ID: 'i'.repeat(256) }), 'MalformedXML', undefined, 'unverified'],
  ['CORS without an origin', cors({ AllowedOrigins: [] }), 'MalformedXML', undefined, 'https://github.com/versity/versitygw/pull/1885'],
  ['CORS without a method', cors({ AllowedMethods: [] }), 'MalformedXML', undefined, 'https://github.com/aws/aws-sdk-js/issues/701'],
  ['CORS without rules', new aws.PutBucketCorsCommand({ Bucket, CORSConfiguration: { CORSRules: [] } }), 'MalformedXML', undefined, 'schema'],
  ['more than 100 rules of CORS', new aws.PutBucketCorsCommand({ Bucket, CORSConfiguration: { CORSRules: Array.from({ length: 101 }, () => ({ AllowedMethods: ['GET'], AllowedOrigins: ['*'] })) } }), 'MalformedXML', undefined, 'unverified'],
  ['a method in small letters', cors({ AllowedMethods: ['get'] }), 'InvalidRequest', 'Found unsupported HTTP method in CORS config. Unsupported method is get', 'unverified'],
  ['eleven tags on an object', objectTags(tagged(11)), 'BadRequest', 'Object tags cannot be greater than 10', 'https://github.com/hashicorp/terraform-provider-aws/issues/41747'],
  ['a tag with a question', objectTags([{ Key: 'a?', Value: '' }]), 'InvalidTag', 'The TagKey you have provided is invalid', 'https://github.com/aws/aws-cli/issues/2841'],
  ['a long key of a tag', objectTags([{ Key: 'k'.repeat(129), Value: '' }]), 'InvalidTag', 'The TagKey you have provided is invalid', TAG_PAGE],
  ['a long value of a tag', objectTags([{ Key: 'k', Value: 'v'.repeat(257) }]), 'InvalidTag', 'The TagValue you have provided is invalid', TAG_PAGE],
  ['fifty-one tags on a bucket', bucketTags(tagged(51)), 'BadRequest', 'Bucket tag count cannot be greater than 50', 'https://github.com/versity/versitygw/blob/main/s3err/s3err.go'],
  ['a tag of AWS itself', bucketTags([{ Key: 'aws:x', Value: '' }]), 'InvalidTag', 'System tags cannot be added/updated by requester', RECORDED_API],
  ['a tag of AWS on an object', objectTags([{ Key: 'aws:x', Value: '' }]), 'InvalidTag', 'Your TagKey cannot be prefixed with aws:', RECORDED_API],
  ['a tag with a comma', bucketTags([{ Key: 'a,b', Value: '' }]), 'InvalidTag', 'The TagKey you have provided is invalid', RECORDED_API],
  ['a value with a comma', bucketTags([{ Key: 'k', Value: 'a,b' }]), 'InvalidTag', 'The TagValue you have provided is invalid', RECORDED_API],
  ['a tag twice', bucketTags([{ Key: 'k', Value: '1' }, { Key: 'k', Value: '2' }]), 'InvalidTag', 'Cannot provide multiple Tags with the same key', RECORDED_API],
])('%s is refused', async (_what, command, name, message) => {
  await using engine = await createTestEngine()
  const s3 = await withBucket(engine)
  await s3.send(new aws.PutObjectCommand({ Bucket, Key: 'k', Body: '' }))
  await expect(s3.send(command as never)).rejects.toMatchObject({ name, ...(message === undefined ? {} : { message }) })
})

test('what AWS has and we have not answers by its name', async () => {
  await using engine = await createTestEngine()
  const s3 = await withBucket(engine)
  const command = new aws.GetObjectTorrentCommand({ Bucket, Key: 'k' })
  await expect(s3.send(command)).rejects.toMatchObject({ name: 'NotImplemented', $metadata: { httpStatusCode: 501 }, message: expect.stringContaining('GetObjectTorrent') })
})
