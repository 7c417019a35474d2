import {
  CopyObjectCommand, CreateBucketCommand, GetObjectCommand, GetObjectTaggingCommand, HeadObjectCommand, PutObjectCommand, S3Client,
} from '@aws-sdk/client-s3'
import { expect, test } from 'vitest'
import { createTestEngine, type TestEngine } from '../../../../testing/engine.ts'

const [Bucket, Other] = ['a-bucket', 'b-bucket']

async function withSource(engine: TestEngine, Key = 'source', Body: string | Buffer = 'content') {
  const s3 = new S3Client(engine.client)
  await s3.send(new CreateBucketCommand({ Bucket }))
  await s3.send(new CreateBucketCommand({ Bucket: Other }))
  const put = await s3.send(new PutObjectCommand({ Bucket, Key, Body, ContentType: 'text/x', Metadata: { a: '1' }, Tagging: 't=1', CacheControl: 'no-cache' }))
  return { s3, etag: put.ETag! }
}

const text = async (s3: S3Client, bucket: string, Key: string) =>
  (await s3.send(new GetObjectCommand({ Bucket: bucket, Key }))).Body!.transformToString()

test('a copy takes over bytes, metadata and tags, and lives on without its source', async () => {
  await using engine = await createTestEngine()
  const { s3, etag } = await withSource(engine)
  const copied = await s3.send(new CopyObjectCommand({ Bucket: Other, Key: 'copy', CopySource: `${Bucket}/source` }))
  expect(copied.CopyObjectResult).toMatchObject({ ETag: etag, LastModified: expect.any(Date), ChecksumCRC32: expect.any(String), ChecksumType: 'FULL_OBJECT' })
  await s3.send(new PutObjectCommand({ Bucket, Key: 'source', Body: 'changed' }))
  expect(await text(s3, Other, 'copy')).toBe('content')
  expect(await s3.send(new HeadObjectCommand({ Bucket: Other, Key: 'copy' }))).toMatchObject({ ContentType: 'text/x', Metadata: { a: '1' }, CacheControl: 'no-cache', TagCount: 1 })
})

test('REPLACE takes metadata and tags from the request', async () => {
  await using engine = await createTestEngine()
  const { s3 } = await withSource(engine)
  const replace = { MetadataDirective: 'REPLACE', TaggingDirective: 'REPLACE', Metadata: { b: '2' }, Tagging: 'u=2', ContentType: 'text/y' } as const
  await s3.send(new CopyObjectCommand({ Bucket, Key: 'source', CopySource: `/${Bucket}/source`, ...replace }))
  const head = await s3.send(new HeadObjectCommand({ Bucket, Key: 'source' }))
  expect(head).toMatchObject({ ContentType: 'text/y', Metadata: { b: '2' } })
  expect([head.CacheControl, (await s3.send(new GetObjectTaggingCommand({ Bucket, Key: 'source' }))).TagSet]).toEqual([undefined, [{ Key: 'u', Value: '2' }]])
  expect(await text(s3, Bucket, 'source')).toBe('content')
})

test('onto itself a copy must change something', async () => {
  await using engine = await createTestEngine()
  const { s3 } = await withSource(engine)
  const self = { Bucket, Key: 'source', CopySource: `${Bucket}/source` }
  await expect(s3.send(new CopyObjectCommand(self))).rejects.toMatchObject({ name: 'InvalidRequest', message: expect.stringContaining('to itself') })
  await s3.send(new CopyObjectCommand({ ...self, StorageClass: 'STANDARD_IA' }))
  expect(await s3.send(new HeadObjectCommand({ Bucket, Key: 'source' }))).toMatchObject({ StorageClass: 'STANDARD_IA', Metadata: { a: '1' } })
})

test.each([
  ['a b/ü+1', encodeURIComponent('a b/ü+1')],
  ['a b', 'a+b'],
  ['a/b', 'a%2Fb'],
])('the source %s may be written as %s', async (key, written) => {
  await using engine = await createTestEngine()
  const { s3 } = await withSource(engine, key)
  await s3.send(new CopyObjectCommand({ Bucket, Key: 'copy', CopySource: `${Bucket}/${written}` }))
  expect(await text(s3, Bucket, 'copy')).toBe('content')
})

test('large objects are copied too', async () => {
  await using engine = await createTestEngine()
  const { s3, etag } = await withSource(engine, 'source', Buffer.alloc(3_000_000, 'x'))
  const copied = await s3.send(new CopyObjectCommand({ Bucket, Key: 'copy', CopySource: `${Bucket}/source`, ChecksumAlgorithm: 'SHA256' }))
  expect(copied.CopyObjectResult).toMatchObject({ ETag: etag, ChecksumSHA256: expect.any(String) })
  expect((await text(s3, Bucket, 'copy')).length).toBe(3_000_000)
})

test('conditions on the source, and sources that are none', async () => {
  await using engine = await createTestEngine()
  const { s3, etag } = await withSource(engine)
  const copy = (more: object, CopySource = `${Bucket}/source`) => s3.send(new CopyObjectCommand({ Bucket, Key: 'copy', CopySource, ...more }))
  await copy({ CopySourceIfMatch: etag, CopySourceIfUnmodifiedSince: new Date(0) })
  await expect(copy({ CopySourceIfMatch: '"x"' })).rejects.toMatchObject({ name: 'PreconditionFailed', Condition: 'x-amz-copy-source-If-Match' })
  await expect(copy({ CopySourceIfNoneMatch: etag })).rejects.toMatchObject({ $metadata: { httpStatusCode: 412 } })
  await expect(copy({ IfNoneMatch: '*' })).rejects.toMatchObject({ name: 'PreconditionFailed' })
  await expect(copy({}, `${Bucket}/none`)).rejects.toMatchObject({ name: 'NoSuchKey' })
  await expect(copy({}, 'no-bucket/none')).rejects.toMatchObject({ name: 'NoSuchBucket' })
  await expect(copy({}, 'just-a-bucket')).rejects.toMatchObject({ name: 'InvalidArgument' })
})
