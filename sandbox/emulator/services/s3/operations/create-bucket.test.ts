import {
  CreateBucketCommand, DeleteBucketCommand, GetBucketLocationCommand, HeadBucketCommand, ListBucketsCommand,
  PutObjectCommand, S3Client,
} from '@aws-sdk/client-s3'
import { expect, test } from 'vitest'
import { createTestEngine, type TestEngine } from '../../../../testing/engine.ts'

const client = (engine: TestEngine, region = 'us-east-1', account = 'test') =>
  new S3Client({ ...engine.client, region, credentials: { accessKeyId: account, secretAccessKey: 'test' } })

test('a bucket can be made, seen, listed by name and removed', async () => {
  await using engine = await createTestEngine()
  const s3 = client(engine)
  expect(await s3.send(new CreateBucketCommand({ Bucket: 'b-two' }))).toMatchObject({ Location: '/b-two', BucketArn: 'arn:aws:s3:::b-two' })
  await s3.send(new CreateBucketCommand({ Bucket: 'b-one' }))
  const listed = await s3.send(new ListBucketsCommand({}))
  expect(listed.Buckets?.map(({ Name }) => Name)).toEqual(['b-one', 'b-two'])
  expect(listed.Buckets?.[0]?.CreationDate).toBeInstanceOf(Date)
  expect(listed.Owner?.ID).toMatch(/^[0-9a-f]{64}$/)
  expect(await s3.send(new HeadBucketCommand({ Bucket: 'b-one' }))).toMatchObject({ BucketRegion: 'us-east-1' })
  await s3.send(new DeleteBucketCommand({ Bucket: 'b-one' }))
  await expect(s3.send(new HeadBucketCommand({ Bucket: 'b-one' }))).rejects.toMatchObject({ name: 'NotFound' })
  await expect(s3.send(new DeleteBucketCommand({ Bucket: 'b-one' }))).rejects.toMatchObject({ name: 'NoSuchBucket', BucketName: 'b-one' })
})

test('ListBuckets goes page by page, by prefix and by region', async () => {
  await using engine = await createTestEngine()
  const s3 = client(engine)
  for (const Bucket of ['log-1', 'log-2', 'log-3', 'web-1']) await s3.send(new CreateBucketCommand({ Bucket }))
  await client(engine, 'eu-west-1').send(new CreateBucketCommand({ Bucket: 'log-eu' }))
  const first = await s3.send(new ListBucketsCommand({ MaxBuckets: 2, Prefix: 'log-', BucketRegion: 'us-east-1' }))
  expect(first.Buckets?.map(({ Name, BucketRegion }) => [Name, BucketRegion])).toEqual([['log-1', 'us-east-1'], ['log-2', 'us-east-1']])
  const rest = await s3.send(new ListBucketsCommand({ Prefix: 'log-', BucketRegion: 'us-east-1', ContinuationToken: first.ContinuationToken }))
  expect(rest.Buckets?.map(({ Name }) => Name)).toEqual(['log-3'])
  expect(rest.ContinuationToken).toBeUndefined()
})

test('only us-east-1 lets the owner make a bucket twice', async () => {
  await using engine = await createTestEngine()
  const [virginia, ireland, stranger] = [client(engine), client(engine, 'eu-west-1'), client(engine, 'us-east-1', '111111111111')]
  const again = new CreateBucketCommand({ Bucket: 'mine' })
  await virginia.send(again)
  await virginia.send(again)
  await ireland.send(new CreateBucketCommand({ Bucket: 'eire' }))
  await expect(ireland.send(new CreateBucketCommand({ Bucket: 'eire' }))).rejects.toMatchObject({ name: 'BucketAlreadyOwnedByYou' })
  await expect(stranger.send(again)).rejects.toMatchObject({ name: 'BucketAlreadyExists', $metadata: { httpStatusCode: 409 } })
  expect((await stranger.send(new ListBucketsCommand({}))).Buckets ?? []).toEqual([])
  await expect(stranger.send(new HeadBucketCommand({ Bucket: 'mine' }))).rejects.toMatchObject({ $metadata: { httpStatusCode: 403 } })
})

test('the location constraint is the region, and GetBucketLocation tells it from everywhere', async () => {
  await using engine = await createTestEngine()
  const s3 = client(engine)
  const make = (Bucket: string, LocationConstraint: string, from = s3) =>
    from.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: LocationConstraint as never } }))
  await make('far', 'eu-west-1')
  await s3.send(new CreateBucketCommand({ Bucket: 'near' }))
  const location = async (Bucket: string) => (await s3.send(new GetBucketLocationCommand({ Bucket }))).LocationConstraint
  expect([await location('far'), await location('near')]).toEqual(['eu-west-1', undefined])
  await expect(make('nowhere', 'moon-1')).rejects.toMatchObject({ name: 'InvalidLocationConstraint' })
  await expect(make('elsewhere', 'eu-west-1', client(engine, 'eu-central-1'))).rejects.toMatchObject({
    name: 'IllegalLocationConstraintException',
    message: 'The eu-west-1 location constraint is incompatible for the region specific endpoint this request was sent to.',
  })
})

test('the wire form of GetBucketLocation is a root that is its own value', async () => {
  await using engine = await createTestEngine({ iam: 'off' })
  await client(engine, 'eu-west-1').send(new CreateBucketCommand({ Bucket: 'far' }))
  const text = await (await fetch(`${engine.endpoint}/far?location`)).text()
  expect(text).toBe('<?xml version="1.0" encoding="UTF-8"?>\n<LocationConstraint xmlns="http://s3.amazonaws.com/doc/2006-03-01/">eu-west-1</LocationConstraint>')
})

test.each(['ab', 'Upper', 'under_score', '-start', 'end-', 'two..dots', '192.168.0.1', 'xn--x', 'x-s3alias', 'x'.repeat(64)])(
  '%s is no name for a bucket',
  async (Bucket) => {
    await using engine = await createTestEngine({ iam: 'off' })
    const response = await fetch(`${engine.endpoint}/${Bucket}`, { method: 'PUT' })
    expect(response.status).toBe(400)
    expect(await response.text()).toContain('<Code>InvalidBucketName</Code><Message>The specified bucket is not valid.</Message>')
  },
)

test('a bucket with an object in it stays', async () => {
  await using engine = await createTestEngine()
  const s3 = client(engine)
  await s3.send(new CreateBucketCommand({ Bucket: 'full' }))
  await s3.send(new PutObjectCommand({ Bucket: 'full', Key: 'k', Body: 'x' }))
  await expect(s3.send(new DeleteBucketCommand({ Bucket: 'full' }))).rejects.toMatchObject({ name: 'BucketNotEmpty', $metadata: { httpStatusCode: 409 } })
})

test('a request signed for another region is sent to the right one, and clients that follow arrive', async () => {
  await using engine = await createTestEngine()
  await client(engine, 'eu-west-1').send(new CreateBucketCommand({ Bucket: 'far' }))
  const put = new PutObjectCommand({ Bucket: 'far', Key: 'k', Body: 'x' })
  await expect(client(engine).send(put)).rejects.toMatchObject({ name: 'PermanentRedirect', Endpoint: 'far.s3.eu-west-1.amazonaws.com' })
  const following = new S3Client({ ...engine.client, followRegionRedirects: true })
  await following.send(put)
  expect((await client(engine, 'eu-west-1').send(new HeadBucketCommand({ Bucket: 'far' }))).BucketRegion).toBe('eu-west-1')
})
