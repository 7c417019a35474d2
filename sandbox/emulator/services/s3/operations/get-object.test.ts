import { CreateBucketCommand, GetObjectCommand, HeadObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { expect, test } from 'vitest'
import { createTestEngine, type TestEngine } from '../../../../testing/engine.ts'

const Bucket = 'a-bucket'

async function withObject(engine: TestEngine, Body: string | Buffer = '0123456789') {
  const s3 = new S3Client(engine.client)
  await s3.send(new CreateBucketCommand({ Bucket }))
  const { ETag } = await s3.send(new PutObjectCommand({ Bucket, Key: 'k', Body }))
  return { s3, etag: ETag!, url: `${engine.endpoint}/${Bucket}/k` }
}

test.each([
  ['bytes=2-4', '234', 'bytes 2-4/10'],
  ['bytes=7-', '789', 'bytes 7-9/10'],
  ['bytes=-2', '89', 'bytes 8-9/10'],
  ['bytes=0-99', '0123456789', 'bytes 0-9/10'],
])('%s', async (Range, text, contentRange) => {
  await using engine = await createTestEngine({ iam: 'off' })
  const { s3 } = await withObject(engine)
  const got = await s3.send(new GetObjectCommand({ Bucket, Key: 'k', Range }))
  expect(got).toMatchObject({ ContentRange: contentRange, ContentLength: text.length, $metadata: { httpStatusCode: 206 } })
  // The checksum is that of the whole object, so only a range that is all of it comes with one.
  expect(got.ChecksumCRC32 !== undefined).toBe(text.length === 10)
  expect(await got.Body!.transformToString()).toBe(text)
  expect(await s3.send(new HeadObjectCommand({ Bucket, Key: 'k', Range }))).toMatchObject({ ContentRange: contentRange, ContentLength: text.length })
})

test('a range of an object that is kept in a file', async () => {
  await using engine = await createTestEngine({ iam: 'off' })
  const bytes = Buffer.from(Array.from({ length: 3_000_000 }, (_, i) => i % 251))
  const { s3 } = await withObject(engine, bytes)
  const got = await s3.send(new GetObjectCommand({ Bucket, Key: 'k', Range: 'bytes=1999999-2000005' }))
  expect(Buffer.from(await got.Body!.transformToByteArray())).toEqual(bytes.subarray(1_999_999, 2_000_006))
})

test('a range beyond the end says how long the object is', async () => {
  await using engine = await createTestEngine({ iam: 'off' })
  const { s3 } = await withObject(engine)
  await expect(s3.send(new GetObjectCommand({ Bucket, Key: 'k', Range: 'bytes=10-' }))).rejects.toMatchObject({
    name: 'InvalidRange', message: 'The requested range is not satisfiable', ActualObjectSize: '10', RangeRequested: 'bytes=10-', $metadata: { httpStatusCode: 416 },
  })
})

const LONG_AGO = new Date(0).toUTCString()
const SOME_DAY = new Date('2100-01-01').toUTCString()

test.each([
  [{ 'if-match': 'ETAG' }, 200],
  [{ 'if-match': '"other"' }, 412],
  [{ 'if-match': '*' }, 200],
  [{ 'if-none-match': 'ETAG' }, 304],
  [{ 'if-none-match': '"other", ETAG' }, 304],
  [{ 'if-none-match': '"other"' }, 200],
  [{ 'if-modified-since': LONG_AGO }, 200],
  [{ 'if-modified-since': SOME_DAY }, 304],
  [{ 'if-modified-since': 'whenever' }, 200],
  [{ 'if-unmodified-since': LONG_AGO }, 412],
  [{ 'if-unmodified-since': SOME_DAY }, 200],
  [{ 'if-match': 'ETAG', 'if-unmodified-since': LONG_AGO }, 200],
  [{ 'if-none-match': '"other"', 'if-modified-since': SOME_DAY }, 200],
])('with %o GET and HEAD answer %i', async (conditions, status) => {
  await using engine = await createTestEngine({ iam: 'off' })
  const { etag, url } = await withObject(engine)
  const headers = Object.fromEntries(Object.entries(conditions).map(([name, value]) => [name, value.replace('ETAG', etag)]))
  for (const method of ['GET', 'HEAD']) {
    const response = await fetch(url, { method, headers })
    expect([method, response.status, response.headers.get('etag')]).toEqual([method, status, status === 412 ? null : etag])
    await response.text()
  }
})

test('response-… parameters stand in for the headers of the object', async () => {
  await using engine = await createTestEngine({ iam: 'off' })
  const { s3, url } = await withObject(engine)
  const got = await s3.send(new GetObjectCommand({ Bucket, Key: 'k', ResponseContentType: 'text/csv', ResponseContentDisposition: 'attachment; filename="x y"', ResponseCacheControl: 'no-store' }))
  expect(got).toMatchObject({ ContentType: 'text/csv', ContentDisposition: 'attachment; filename="x y"', CacheControl: 'no-store' })
  const refused = await fetch(`${url}?response-content-disposition=${encodeURIComponent('日本')}`)
  expect([refused.status, await refused.text()]).toEqual([400, expect.stringContaining('<ArgumentName>response-content-disposition</ArgumentName>')])
})

test('what is not there is not found, with the words of S3', async () => {
  await using engine = await createTestEngine({ iam: 'off' })
  const { s3 } = await withObject(engine)
  await expect(s3.send(new GetObjectCommand({ Bucket, Key: 'no' }))).rejects.toMatchObject({ name: 'NoSuchKey', message: 'The specified key does not exist.', Key: 'no' })
  await expect(s3.send(new HeadObjectCommand({ Bucket, Key: 'no' }))).rejects.toMatchObject({ name: 'NotFound', $metadata: { httpStatusCode: 404 } })
  await expect(s3.send(new GetObjectCommand({ Bucket: 'elsewhere', Key: 'k' }))).rejects.toMatchObject({ name: 'NoSuchBucket', message: 'The specified bucket does not exist' })
  await expect(s3.send(new GetObjectCommand({ Bucket, Key: 'k', VersionId: 'v1' }))).rejects.toMatchObject({ name: 'InvalidArgument' })
})

test('a HEAD tells the length that a GET would have', async () => {
  await using engine = await createTestEngine({ iam: 'off' })
  const { url } = await withObject(engine)
  expect((await fetch(url, { method: 'HEAD' })).headers.get('content-length')).toBe('10')
})

test('an object without parts is its own first part', async () => {
  await using engine = await createTestEngine({ iam: 'off' })
  const { s3 } = await withObject(engine)
  expect(await s3.send(new HeadObjectCommand({ Bucket, Key: 'k', PartNumber: 1 }))).toMatchObject({ ContentLength: 10 })
  await expect(s3.send(new GetObjectCommand({ Bucket, Key: 'k', PartNumber: 2 }))).rejects.toMatchObject({ name: 'InvalidPartNumber' })
})
