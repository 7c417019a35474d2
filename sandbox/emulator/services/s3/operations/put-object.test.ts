import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { request } from 'node:http'
import { Readable } from 'node:stream'
import { CreateBucketCommand, DeleteObjectCommand, GetObjectCommand, GetObjectTaggingCommand, HeadObjectCommand, PutObjectCommand, PutObjectTaggingCommand, S3Client } from '@aws-sdk/client-s3'
import { expect, test } from 'vitest'
import { createTestEngine, type TestEngine } from '../../../../testing/engine.ts'

const Bucket = 'a-bucket'

async function withBucket(engine: TestEngine, options = {}) {
  const s3 = new S3Client({ ...engine.client, ...options })
  await s3.send(new CreateBucketCommand({ Bucket }))
  return s3
}

/** The blobs that are written and not deleted, from now on. */
function watchBlobs({ host: { blobs } }: TestEngine): ReadonlySet<string> {
  const kept = new Set<string>()
  const [write, remove] = [blobs.write.bind(blobs), blobs.delete.bind(blobs)]
  blobs.write = async (...from) => {
    const blob = await write(...from)
    kept.add(blob.id)
    return blob
  }
  blobs.delete = (blob) => {
    kept.delete(blob.id)
    remove(blob)
  }
  return kept
}

const md5 = (bytes: Uint8Array) => createHash('md5').update(bytes).digest('hex')
const error = async (response: Response) => [response.status, /<Code>(.*)<\/Code>/.exec(await response.text())?.[1]]

test.each([0, 1, 1024 * 1024, 8 * 1024 * 1024 + 1])('%i bytes come back as they went', async (size) => {
  await using engine = await createTestEngine()
  const s3 = await withBucket(engine)
  const bytes = Buffer.alloc(size, 'abcdefg')
  const put = await s3.send(new PutObjectCommand({ Bucket, Key: 'k', Body: bytes }))
  expect(put.ETag).toBe(`"${md5(bytes)}"`)
  const got = await s3.send(new GetObjectCommand({ Bucket, Key: 'k' }))
  expect(got.ContentLength).toBe(size)
  expect(md5(await got.Body!.transformToByteArray())).toBe(md5(bytes))
})

test('what is said of an object comes back with it', async () => {
  await using engine = await createTestEngine({ iam: 'off' })
  const s3 = await withBucket(engine)
  const said = {
    CacheControl: 'no-cache', ContentDisposition: 'attachment; filename="a b"', ContentEncoding: 'gzip', ContentLanguage: 'de',
    ContentType: 'text/x', Metadata: { one: '1', 'two-b': 'b, c' }, StorageClass: 'STANDARD_IA', WebsiteRedirectLocation: '/x',
  } as const
  const before = Math.floor(Date.now() / 1000) * 1000
  await s3.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'x', Tagging: 'a=1&b=2', Expires: new Date(0), ...said }))
  const head = await s3.send(new HeadObjectCommand({ Bucket, Key: 'k' }))
  expect(head).toMatchObject({ ...said, ServerSideEncryption: 'AES256', AcceptRanges: 'bytes', TagCount: 2, ExpiresString: 'Thu, 01 Jan 1970 00:00:00 GMT' })
  expect(head.LastModified!.getTime()).toBeGreaterThanOrEqual(before)
  expect(head.LastModified!.getTime() % 1000).toBe(0)
  await s3.send(new PutObjectCommand({ Bucket, Key: 'plain', Body: 'x' }))
  const plain = await fetch(`${engine.endpoint}/${Bucket}/plain`)
  // The SDK gives text a type of its own; without one S3 has this.
  await fetch(`${engine.endpoint}/${Bucket}/typeless`, { method: 'PUT', body: Buffer.from('x') })
  expect(plain.headers.get('x-amz-storage-class')).toBeNull()
  expect((await fetch(`${engine.endpoint}/${Bucket}/typeless`)).headers.get('content-type')).toBe('binary/octet-stream')
})

test('metadata beyond ASCII comes back mail-safe, Expires as it was sent', async () => {
  await using engine = await createTestEngine({ iam: 'off' })
  await withBucket(engine)
  const url = `${engine.endpoint}/${Bucket}/k`
  const value = Buffer.from('größer').toString('latin1')
  await fetch(url, { method: 'PUT', headers: { 'x-amz-meta-how': value, expires: 'someday' }, body: 'x' })
  const { headers } = await fetch(url)
  expect(headers.get('x-amz-meta-how')).toBe(`=?UTF-8?B?${Buffer.from('größer').toString('base64')}?=`)
  expect(headers.get('expires')).toBe('someday')
})

test.each(['a b', 'one+one', 'ümläut/😀', '/leading', 'a//b', 'a/../b', '%20', 'q?x=1&y#z', "!-_.*'()", '\u0001', '日本/語.txt'])('the key %j is kept as it is', async (Key) => {
  await using engine = await createTestEngine()
  const s3 = await withBucket(engine, { forcePathStyle: true })
  await s3.send(new PutObjectCommand({ Bucket, Key, Body: Key }))
  expect(await (await s3.send(new GetObjectCommand({ Bucket, Key }))).Body!.transformToString()).toBe(Key)
})

test('a key of more than 1,024 bytes is too long', async () => {
  await using engine = await createTestEngine()
  const s3 = await withBucket(engine)
  const put = (Key: string) => s3.send(new PutObjectCommand({ Bucket, Key, Body: 'x' }))
  await put('k'.repeat(1024))
  await expect(put('é'.repeat(513))).rejects.toMatchObject({ name: 'KeyTooLongError', Size: '1026', MaxSizeAllowed: '1024' })
})

test('a stream of known length is sent in chunks with its checksum behind', async () => {
  await using engine = await createTestEngine()
  const s3 = await withBucket(engine)
  const bytes = Buffer.alloc(300_000, 'stream')
  const pieces = [bytes.subarray(0, 100_001), bytes.subarray(100_001)]
  await s3.send(new PutObjectCommand({ Bucket, Key: 'k', Body: Readable.from(pieces), ContentLength: bytes.length, ContentEncoding: 'br' }))
  const got = await s3.send(new GetObjectCommand({ Bucket, Key: 'k', ChecksumMode: 'ENABLED' }))
  expect(got).toMatchObject({ ContentLength: bytes.length, ContentEncoding: 'br', ChecksumType: 'FULL_OBJECT' })
  expect(got.ChecksumCRC32).toBeDefined()
  expect(md5(await got.Body!.transformToByteArray())).toBe(md5(bytes))
})

test.each(['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'] as const)('%s is verified, kept, and shown to those who ask', async (ChecksumAlgorithm) => {
  await using engine = await createTestEngine()
  const s3 = await withBucket(engine)
  const member = `Checksum${ChecksumAlgorithm}` as const
  const put = await s3.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'hello', ChecksumAlgorithm }))
  expect(put).toMatchObject({ [member]: expect.any(String), ChecksumType: 'FULL_OBJECT' })
  expect((await s3.send(new HeadObjectCommand({ Bucket, Key: 'k', ChecksumMode: 'ENABLED' })))[member]).toBe(put[member])
  expect((await s3.send(new HeadObjectCommand({ Bucket, Key: 'k' })))[member]).toBeUndefined()
  const wrong = new PutObjectCommand({ Bucket, Key: 'other', Body: 'goodbye', [member]: put[member] })
  await expect(s3.send(wrong)).rejects.toMatchObject({ name: 'BadDigest', message: `The ${ChecksumAlgorithm} you specified did not match the calculated checksum.` })
  await expect(s3.send(new HeadObjectCommand({ Bucket, Key: 'other' }))).rejects.toMatchObject({ name: 'NotFound' })
})

test('a checksum that the SDK cannot compute is verified all the same', async () => {
  await using engine = await createTestEngine()
  const s3 = await withBucket(engine)
  const put = (ChecksumXXHASH3: string) => s3.send(new PutObjectCommand({ Bucket, Key: 'k', Body: '', ChecksumXXHASH3 }))
  // XXH3 of nothing: see xxHash's own sanity checks.
  const right = Buffer.from('2d06800538d394c2', 'hex').toString('base64')
  expect(await put(right)).toMatchObject({ ChecksumXXHASH3: right, ChecksumType: 'FULL_OBJECT' })
  expect(await s3.send(new HeadObjectCommand({ Bucket, Key: 'k', ChecksumMode: 'ENABLED' }))).toMatchObject({ ChecksumXXHASH3: right })
  await expect(put(Buffer.alloc(8).toString('base64'))).rejects.toMatchObject({ name: 'BadDigest' })
  await expect(put('AAAA')).rejects.toMatchObject({ name: 'InvalidRequest' })
})

test('without a checksum from the client S3 computes CRC64NVME', async () => {
  await using engine = await createTestEngine({ iam: 'off' })
  await withBucket(engine)
  const response = await fetch(`${engine.endpoint}/${Bucket}/k`, { method: 'PUT', body: '123456789' })
  expect(response.headers.get('x-amz-checksum-crc64nvme')).toBe(Buffer.from('ae8b14860a799888', 'hex').toString('base64'))
  expect(response.headers.get('x-amz-checksum-type')).toBe('FULL_OBJECT')
})

const digestOf = (text: string, algorithm = 'md5') => createHash(algorithm).update(text).digest()

test.each([
  ['a Content-MD5 of other bytes', { 'content-md5': digestOf('y').toString('base64') }, [400, 'BadDigest']],
  ['a Content-MD5 that is none', { 'content-md5': 'AAAA' }, [400, 'InvalidDigest']],
  ['a payload hash of other bytes', { 'x-amz-content-sha256': digestOf('y', 'sha256').toString('hex') }, [400, 'XAmzContentSHA256Mismatch']],
  ['a checksum that is none', { 'x-amz-checksum-crc32': 'AAAA' }, [400, 'InvalidRequest']],
  ['two checksums', { 'x-amz-checksum-crc32': 'AAAAAA==', 'x-amz-checksum-crc32c': 'AAAAAA==' }, [400, 'InvalidRequest']],
  ['an algorithm without a checksum', { 'x-amz-sdk-checksum-algorithm': 'CRC32' }, [400, 'InvalidRequest']],
  ['an unknown storage class', { 'x-amz-storage-class': 'CHEAP' }, [400, 'InvalidStorageClass']],
  ['an unknown encryption', { 'x-amz-server-side-encryption': 'rot13' }, [400, 'InvalidArgument']],
  ['a public ACL', { 'x-amz-acl': 'public-read' }, [400, 'AccessControlListNotSupported']],
  ['metadata of more than 2 KB', { 'x-amz-meta-big': 'm'.repeat(2048) }, [400, 'MetadataTooLarge']],
  ['a tag twice', { 'x-amz-tagging': 'a=1&a=2' }, [400, 'InvalidArgument']],
  ['too many tags', { 'x-amz-tagging': Array.from({ length: 11 }, (_, i) => `t${i}=`).join('&') }, [400, 'BadRequest']],
  ['another owner of the bucket', { 'x-amz-expected-bucket-owner': '111111111111' }, [403, 'AccessDenied']],
])('%s is refused, and nothing is kept', async (_what, headers, refusal) => {
  await using engine = await createTestEngine({ iam: 'off' })
  await withBucket(engine)
  const kept = watchBlobs(engine)
  const url = `${engine.endpoint}/${Bucket}/k`
  expect(await error(await fetch(url, { method: 'PUT', headers: headers as Record<string, string>, body: 'x' }))).toEqual(refusal)
  expect((await fetch(url)).status).toBe(404)
  expect(kept.size).toBe(0)
})

test('a chunked body that is not what it says is refused, and the connection lives on', async () => {
  await using engine = await createTestEngine({ iam: 'off' })
  await withBucket(engine)
  const put = (body: string, headers: Record<string, string>) =>
    fetch(`${engine.endpoint}/${Bucket}/k`, { method: 'PUT', body, headers: { 'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER', ...headers } })
  const length = { 'x-amz-decoded-content-length': '3' }
  const trailer = { ...length, 'x-amz-trailer': 'x-amz-checksum-sha256' }
  const good = digestOf('abc', 'sha256').toString('base64')
  expect((await put(`3\r\nabc\r\n0\r\nx-amz-checksum-sha256:${good}\r\n\r\n`, trailer)).status).toBe(200)
  expect(await error(await put('3\r\nabc\r\n0\r\nx-amz-checksum-sha256:AAAA\r\n\r\n', trailer))).toEqual([400, 'InvalidRequest'])
  expect(await error(await put(`3\r\nabd\r\n0\r\nx-amz-checksum-sha256:${good}\r\n\r\n`, trailer))).toEqual([400, 'BadDigest'])
  expect(await error(await put('3\r\nabc\r\n0\r\n\r\n', trailer))).toEqual([400, 'MalformedTrailerError'])
  expect(await error(await put('2\r\nab\r\n0\r\n\r\n', length))).toEqual([400, 'IncompleteBody'])
  expect(await error(await put('nonsense\r\n', length))).toEqual([400, 'IncompleteBody'])
  expect(await error(await put(`nonsense\r\n${'more '.repeat(1_000_000)}`, length))).toEqual([400, 'IncompleteBody'])
  expect((await put('3;chunk-signature=00\r\nabc\r\n0;chunk-signature=00\r\n\r\n', { ...length, 'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD' })).status).toBe(200)
  const got = await fetch(`${engine.endpoint}/${Bucket}/k`)
  expect([await got.text(), got.headers.get('content-encoding')]).toEqual(['abc', null])
})

test('If-None-Match: * writes only where there is nothing, If-Match only over what is known', async () => {
  await using engine = await createTestEngine()
  const s3 = await withBucket(engine)
  const put = (Body: string, conditions: { IfMatch?: string; IfNoneMatch?: string }, Key = 'k') =>
    s3.send(new PutObjectCommand({ Bucket, Key, Body, ...conditions }))
  const first = await put('1', { IfNoneMatch: '*' })
  await expect(put('2', { IfNoneMatch: '*' })).rejects.toMatchObject({ name: 'PreconditionFailed', Condition: 'If-None-Match', $metadata: { httpStatusCode: 412 } })
  await put('3', { IfMatch: first.ETag! })
  await expect(put('4', { IfMatch: first.ETag! })).rejects.toMatchObject({ name: 'PreconditionFailed', Condition: 'If-Match' })
  await expect(put('5', { IfMatch: first.ETag! }, 'missing')).rejects.toMatchObject({ name: 'NoSuchKey' })
  expect(await (await s3.send(new GetObjectCommand({ Bucket, Key: 'k' }))).Body!.transformToString()).toBe('3')
})

test('of two writers that insist on being first, the one whose body ends later is not', async () => {
  await using engine = await createTestEngine({ iam: 'off' })
  const s3 = await withBucket(engine)
  const headers = { 'content-length': 2, 'if-none-match': '*' }
  const slow = request({ host: '127.0.0.1', port: engine.port, method: 'PUT', path: `/${Bucket}/k`, headers: { ...headers, expect: '100-continue' } })
  const answered = new Promise<number>((resolve) => slow.on('response', (response) => resolve(response.resume().statusCode!)))
  slow.flushHeaders()
  await once(slow, 'continue')
  await s3.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'first', IfNoneMatch: '*' }))
  slow.end('ab')
  expect(await answered).toBe(412)
  expect(await (await s3.send(new GetObjectCommand({ Bucket, Key: 'k' }))).Body!.transformToString()).toBe('first')
})

test('to a bucket that is not there nothing is written', async () => {
  await using engine = await createTestEngine()
  const s3 = new S3Client(engine.client)
  await expect(s3.send(new PutObjectCommand({ Bucket: 'nowhere', Key: 'k', Body: 'x' }))).rejects.toMatchObject({ name: 'NoSuchBucket' })
})

test('replaced and deleted objects leave no bytes behind, and each change is announced', async () => {
  await using engine = await createTestEngine()
  const s3 = await withBucket(engine)
  const { signals } = engine.host
  const kept = watchBlobs(engine)
  const before = signals.version(`s3:${Bucket}`)
  const put = (Body: string) => s3.send(new PutObjectCommand({ Bucket, Key: 'k', Body }))
  await put('small')
  await put('large'.repeat(500_000))
  expect(kept.size).toBe(1)
  await s3.send(new DeleteObjectCommand({ Bucket, Key: 'k' }))
  expect(kept.size).toBe(0)
  expect(signals.version(`s3:${Bucket}`)).toBe(before + 3)
})

test('a body without a length is what S3 does not take', async () => {
  await using engine = await createTestEngine({ iam: 'off' })
  await withBucket(engine)
  const response = await fetch(`${engine.endpoint}/${Bucket}/k`, { method: 'PUT', body: Readable.toWeb(Readable.from(['x'])), duplex: 'half' } as never)
  expect(await error(response)).toEqual([501, 'NotImplemented'])
})

test('what is said of one object later is not said of another of its kind', async () => {
  await using engine = await createTestEngine()
  const s3 = await withBucket(engine)
  for (const Key of ['one', 'other']) await s3.send(new PutObjectCommand({ Bucket, Key, Body: 'x' }))
  await s3.send(new PutObjectTaggingCommand({ Bucket, Key: 'one', Tagging: { TagSet: [{ Key: 'a', Value: '1' }] } }))
  expect((await s3.send(new GetObjectTaggingCommand({ Bucket, Key: 'other' }))).TagSet).toEqual([])
  expect((await s3.send(new GetObjectTaggingCommand({ Bucket, Key: 'one' }))).TagSet).toHaveLength(1)
})
