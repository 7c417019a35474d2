import * as aws from '@aws-sdk/client-s3'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createTestEngine, type TestEngine } from '../../../testing/engine.ts'
import { allow, asUser, outcome, policy, type Wording } from '../../../testing/principals.ts'
import { send, signed } from '../../../testing/signed.ts'

const ALL = 'arn:aws:s3:::box/*'
const BOX = 'arn:aws:s3:::box'
const box = { Bucket: 'box' }

let engine: TestEngine
let root: aws.S3Client
let version: string
beforeAll(async () => {
  engine = await createTestEngine()
  root = new aws.S3Client(engine.client)
  for (const Bucket of ['box', 'other']) await root.send(new aws.CreateBucketCommand({ Bucket, ObjectOwnership: 'BucketOwnerPreferred' }))
  for (const Bucket of ['box', 'other']) await root.send(new aws.DeletePublicAccessBlockCommand({ Bucket }))
  await root.send(new aws.PutBucketVersioningCommand({ ...box, VersioningConfiguration: { Status: 'Enabled' } }))
})
beforeEach(async () => {
  await root.send(new aws.DeleteBucketPolicyCommand(box))
  for (const Key of ['in/a', 'in/b', 'out/a'])
    version = (await root.send(new aws.PutObjectCommand({ ...box, Key, Body: 'text', Tagging: 'team=red' }))).VersionId!
})
afterAll(() => engine.stop())

/** What a user is told whose identity policies lack the action. */
const lacks = (action: string, resource: string) => (arn: string) =>
  `AccessDenied: User: ${arn} is not authorized to perform: ${action} on resource: "${resource}" because no identity-based policy allows the ${action} action`

type Row = readonly [what: string, statements: readonly Wording[], call: (s3: aws.S3Client) => Promise<unknown>, expected: string | ((arn: string) => string)]

const get = (Key: string, more = {}) => (s3: aws.S3Client) => s3.send(new aws.GetObjectCommand({ ...box, Key, ...more }))
const put = (Key: string, more = {}) => (s3: aws.S3Client) => s3.send(new aws.PutObjectCommand({ ...box, Key, Body: 'text', ...more }))
const list = (more = {}) => (s3: aws.S3Client) => s3.send(new aws.ListObjectsV2Command({ ...box, ...more }))
const copy = (s3: aws.S3Client) => s3.send(new aws.CopyObjectCommand({ ...box, Key: 'out/copy', CopySource: 'box/in/a' }))
const under = (prefix: string, action: string): Wording => ({ Action: action, Resource: `${BOX}/${prefix}*` })
const when = (operator: string, key: string, value: string) => ({ Condition: { [operator]: { [key]: value } } })
const inParts = async (s3: aws.S3Client) => {
  const { UploadId } = await s3.send(new aws.CreateMultipartUploadCommand({ ...box, Key: 'in/parts' }))
  const part = { ...box, Key: 'in/parts', UploadId }
  const { ETag } = await s3.send(new aws.UploadPartCommand({ ...part, PartNumber: 1, Body: 'text' }))
  await s3.send(new aws.CompleteMultipartUploadCommand({ ...part, MultipartUpload: { Parts: [{ ETag, PartNumber: 1 }] } }))
}

// "Required permissions for Amazon S3 API operations" and "Condition keys for Amazon S3" of AWS's documentation.
const ROWS: readonly Row[] = [
  ['nothing', [], get('in/a'), lacks('s3:GetObject', `${BOX}/in/a`)],
  ['GetObject', [under('in/', 's3:GetObject')], get('in/a'), 'ok'],
  ['GetObject elsewhere', [under('out/', 's3:GetObject')], get('in/a'), lacks('s3:GetObject', `${BOX}/in/a`)],
  ['GetObject to head', [under('in/', 's3:GetObject')], (s3) => s3.send(new aws.HeadObjectCommand({ ...box, Key: 'in/a' })), 'ok'],
  ['GetObject for a version', [under('', 's3:GetObject')], (s3) => get('out/a', { VersionId: version })(s3), lacks('s3:GetObjectVersion', `${BOX}/out/a`)],
  ['GetObjectVersion for a version', [under('', 's3:GetObjectVersion')], (s3) => get('out/a', { VersionId: version })(s3), 'ok'],
  ['GetObject without ListBucket of what is not there', [under('', 's3:GetObject')], get('in/none'), lacks('s3:ListBucket', BOX)],
  ['GetObject with ListBucket of what is not there', [under('', 's3:GetObject'), { Action: 's3:ListBucket', Resource: BOX }], get('in/none'), 'NoSuchKey: The specified key does not exist.'],
  ['an explicit deny', [{ Action: 's3:*' }, { Effect: 'Deny', Action: 's3:Get*', Resource: `${BOX}/in/a` }], get('in/a'), (arn) => `AccessDenied: User: ${arn} is not authorized to perform: s3:GetObject on resource: "${BOX}/in/a" with an explicit deny in an identity-based policy`],
  ['tags of the object', [{ ...under('', 's3:GetObject'), ...when('StringEquals', 's3:ExistingObjectTag/team', 'red') }], get('in/a'), 'ok'],
  ['other tags of the object', [{ ...under('', 's3:GetObject'), ...when('StringEquals', 's3:ExistingObjectTag/team', 'blue') }], get('in/a'), lacks('s3:GetObject', `${BOX}/in/a`)],
  ['GetObject for attributes', [under('', 's3:GetObject')], (s3) => s3.send(new aws.GetObjectAttributesCommand({ ...box, Key: 'in/a', ObjectAttributes: ['ETag'] })), lacks('s3:GetObjectAttributes', `${BOX}/in/a`)],
  ['GetObject for tags', [under('', 's3:GetObject')], (s3) => s3.send(new aws.GetObjectTaggingCommand({ ...box, Key: 'in/a' })), lacks('s3:GetObjectTagging', `${BOX}/in/a`)],
  ['PutObject', [under('in/', 's3:PutObject')], put('in/new'), 'ok'],
  ['PutObject with tags', [under('in/', 's3:PutObject')], put('in/new', { Tagging: 'a=b' }), lacks('s3:PutObjectTagging', `${BOX}/in/new`)],
  ['PutObject with an ACL', [under('in/', 's3:PutObject')], put('in/new', { ACL: 'bucket-owner-full-control' }), lacks('s3:PutObjectAcl', `${BOX}/in/new`)],
  ['PutObject where it must be encrypted', [{ ...under('', 's3:PutObject'), ...when('StringEquals', 's3:x-amz-server-side-encryption', 'AES256') }], put('in/new', { ServerSideEncryption: 'AES256' }), 'ok'],
  ['PutObject where it must be encrypted, and is not', [{ ...under('', 's3:PutObject'), ...when('StringEquals', 's3:x-amz-server-side-encryption', 'AES256') }], put('in/new'), lacks('s3:PutObject', `${BOX}/in/new`)],
  ['PutObject in parts', [under('in/', 's3:PutObject')], inParts, 'ok'],
  ['GetObject to copy', [under('', 's3:GetObject')], copy, lacks('s3:PutObject', `${BOX}/out/copy`)],
  ['PutObject to copy', [under('', 's3:PutObject')], copy, lacks('s3:GetObject', `${BOX}/in/a`)],
  ['both to copy', [under('in/', 's3:GetObject'), under('out/', 's3:PutObject')], copy, 'ok'],
  ['DeleteObject', [under('', 's3:DeleteObject')], (s3) => s3.send(new aws.DeleteObjectCommand({ ...box, Key: 'in/b' })), 'ok'],
  ['DeleteObject of a version', [under('', 's3:DeleteObject')], (s3) => s3.send(new aws.DeleteObjectCommand({ ...box, Key: 'out/a', VersionId: version })), lacks('s3:DeleteObjectVersion', `${BOX}/out/a`)],
  ['ListBucket on the objects', [{ Action: 's3:ListBucket', Resource: ALL }], list(), lacks('s3:ListBucket', BOX)],
  ['ListBucket on the bucket', [{ Action: 's3:ListBucket', Resource: BOX }], list(), 'ok'],
  ['ListBucket of a prefix', [{ Action: 's3:ListBucket', Resource: BOX, ...when('StringLike', 's3:prefix', 'in/*') }], list({ Prefix: 'in/' }), 'ok'],
  ['ListBucket of another prefix', [{ Action: 's3:ListBucket', Resource: BOX, ...when('StringLike', 's3:prefix', 'in/*') }], list({ Prefix: 'out/' }), lacks('s3:ListBucket', BOX)],
  ['ListBucket of few keys', [{ Action: 's3:ListBucket', Resource: BOX, ...when('NumericLessThanEquals', 's3:max-keys', '10') }], list({ MaxKeys: 11 }), lacks('s3:ListBucket', BOX)],
  ['ListBucket for versions', [{ Action: 's3:ListBucket', Resource: BOX }], (s3) => s3.send(new aws.ListObjectVersionsCommand(box)), lacks('s3:ListBucketVersions', BOX)],
  ['ListAllMyBuckets', allow('s3:ListAllMyBuckets'), (s3) => s3.send(new aws.ListBucketsCommand({})), 'ok'],
  ['all about objects', [{ Action: 's3:*', Resource: ALL }], (s3) => s3.send(new aws.ListBucketsCommand({})), (arn) => `AccessDenied: User: ${arn} is not authorized to perform: s3:ListAllMyBuckets because no identity-based policy allows the s3:ListAllMyBuckets action`],
  ['CreateBucket alone', [{ Action: 's3:CreateBucket' }], (s3) => s3.send(new aws.CreateBucketCommand({ Bucket: 'new-box', ObjectLockEnabledForBucket: true })), lacks('s3:PutBucketObjectLockConfiguration', 'arn:aws:s3:::new-box')],
  ['nothing, of a bucket that is not there', [], (s3) => s3.send(new aws.ListObjectsV2Command({ Bucket: 'no-such-box' })), 'NoSuchBucket: The specified bucket does not exist'],
]

test.each(ROWS)('a user with %s', async (_what, statements, call, expected) => {
  const user = await asUser(engine, statements)
  const answer = await outcome(call(new aws.S3Client(user)))
  expect(answer).toBe(typeof expected === 'string' ? expected : expected(user.arn))
})

test('a denied request is 403 AccessDenied, and HEAD has nothing but the status', async () => {
  const s3 = new aws.S3Client(await asUser(engine))
  await expect(s3.send(new aws.GetObjectCommand({ ...box, Key: 'in/a' }))).rejects.toMatchObject({ name: 'AccessDenied', $metadata: { httpStatusCode: 403 } })
  await expect(s3.send(new aws.HeadObjectCommand({ ...box, Key: 'in/a' }))).rejects.toMatchObject({ $metadata: { httpStatusCode: 403 } })
})

test('DeleteObjects decides about each key', async () => {
  const user = await asUser(engine, [under('in/', 's3:DeleteObject')])
  const Objects = [{ Key: 'in/a' }, { Key: 'out/a' }, { Key: 'in/b' }]
  const { Deleted, Errors } = await new aws.S3Client(user).send(new aws.DeleteObjectsCommand({ ...box, Delete: { Objects } }))
  expect(Deleted?.map(({ Key }) => Key)).toEqual(['in/a', 'in/b'])
  expect(Errors).toEqual([{ Key: 'out/a', Code: 'AccessDenied', Message: expect.stringContaining('is not authorized to perform: s3:DeleteObject on resource: "arn:aws:s3:::box/out/a"') }])
})

test('a presigned URL has the rights of its signer', async () => {
  const { credentials } = await asUser(engine, [under('in/', 's3:GetObject')])
  const signer = { service: 's3', credentials, expiresIn: 60 }
  const status = async (key: string) => (await send(engine.port, await signed({ path: `/box/${key}` }, signer, engine.port))).status
  expect([await status('in/a'), await status('out/a')]).toEqual([200, 403])
})

describe('a bucket policy', () => {
  const setPolicy = (...statements: readonly Wording[]) => root.send(new aws.PutBucketPolicyCommand({ ...box, Policy: policy(...statements) }))
  const anonymous = async (key: string) => (await fetch(`${engine.endpoint}/box/${key}`)).status

  test('lets in a user of the account who has no policy', async () => {
    const user = await asUser(engine)
    await setPolicy({ Principal: { AWS: user.arn }, Action: 's3:GetObject', Resource: ALL })
    expect(await outcome(get('in/a')(new aws.S3Client(user)))).toBe('ok')
    expect(await outcome(put('in/a')(new aws.S3Client(user)))).toBe(lacks('s3:PutObject', `${BOX}/in/a`)(user.arn))
  })

  test('denies the root user too, which can still take it away', async () => {
    await setPolicy({ Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: [BOX, ALL] })
    expect(await outcome(get('in/a')(root))).toMatch(/^AccessDenied: User: arn:aws:iam::000000000000:root .* with an explicit deny in a resource-based policy$/)
    await root.send(new aws.DeleteBucketPolicyCommand(box))
    expect(await outcome(get('in/a')(root))).toBe('ok')
  })

  test('lets in another account, where both allow it', async () => {
    const stranger = new aws.S3Client({ ...engine.client, credentials: { accessKeyId: '111111111111', secretAccessKey: 'test' } })
    expect(await outcome(get('in/a')(stranger))).toBe('AccessDenied: Access Denied')
    await setPolicy({ Principal: { AWS: '111111111111' }, Action: 's3:GetObject', Resource: ALL })
    expect(await outcome(get('in/a')(stranger))).toBe('ok')
  })

  test('decides about requests that nobody signed', async () => {
    expect(await anonymous('in/a')).toBe(403)
    await setPolicy({ Principal: '*', Action: 's3:GetObject', Resource: `${BOX}/in/*` })
    expect([await anonymous('in/a'), await anonymous('out/a'), await anonymous('in/none')]).toEqual([200, 403, 403])
    expect((await fetch(`${engine.endpoint}/no-such-box/k`)).status).toBe(404)
  })

  test('that is public lets in nobody where RestrictPublicBuckets says so', async () => {
    await setPolicy({ Principal: '*', Action: 's3:GetObject', Resource: ALL })
    await root.send(new aws.PutPublicAccessBlockCommand({ ...box, PublicAccessBlockConfiguration: { RestrictPublicBuckets: true } }))
    expect(await anonymous('in/a')).toBe(403)
    expect(await outcome(get('in/a')(new aws.S3Client(await asUser(engine))))).toBe('ok')
    await root.send(new aws.DeletePublicAccessBlockCommand(box))
    expect(await anonymous('in/a')).toBe(200)
  })

  test('refuses what is not encrypted, whoever sends it', async () => {
    await setPolicy({ Effect: 'Deny', Principal: '*', Action: 's3:PutObject', Resource: ALL, Condition: { StringNotEquals: { 's3:x-amz-server-side-encryption': 'AES256' } } })
    expect(await outcome(put('in/x')(root))).toMatch(/^AccessDenied/)
    expect(await outcome(put('in/x', { ServerSideEncryption: 'AES256' })(root))).toBe('ok')
  })
})

test('an ACL opens an object to everybody, unless public ACLs are ignored', async () => {
  const read = async () => (await fetch(`${engine.endpoint}/box/in/open`)).status
  await root.send(new aws.PutObjectCommand({ ...box, Key: 'in/open', Body: 'text', ACL: 'public-read' }))
  expect(await read()).toBe(200)
  await root.send(new aws.PutPublicAccessBlockCommand({ ...box, PublicAccessBlockConfiguration: { IgnorePublicAcls: true } }))
  expect(await read()).toBe(403)
  await root.send(new aws.DeletePublicAccessBlockCommand(box))
})

test('an ACL lets in another account by its canonical id', async () => {
  const stranger = new aws.S3Client({ ...engine.client, credentials: { accessKeyId: '111111111111', secretAccessKey: 'test' } })
  const { Owner } = await stranger.send(new aws.ListBucketsCommand({}))
  await root.send(new aws.PutObjectCommand({ ...box, Key: 'in/shared', Body: 'text', GrantRead: `id=${Owner!.ID}` }))
  expect(await outcome(get('in/shared')(stranger))).toBe('ok')
  expect(await outcome(get('in/a')(stranger))).toBe('AccessDenied: Access Denied')
})
