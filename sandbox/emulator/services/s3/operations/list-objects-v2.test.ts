import {
  CreateBucketCommand, DeleteObjectCommand, ListObjectsCommand, ListObjectsV2Command, ListObjectVersionsCommand,
  paginateListObjectsV2, PutObjectCommand, S3Client,
} from '@aws-sdk/client-s3'
import { expect, test } from 'vitest'
import { createTestEngine, type TestEngine } from '../../../../testing/engine.ts'

const Bucket = 'a-bucket'

async function withKeys(engine: TestEngine, keys: readonly string[]) {
  const s3 = new S3Client(engine.client)
  await s3.send(new CreateBucketCommand({ Bucket }))
  for (const Key of keys) await s3.send(new PutObjectCommand({ Bucket, Key, Body: Key }))
  return s3
}

test('an empty bucket', async () => {
  await using engine = await createTestEngine()
  const s3 = await withKeys(engine, [])
  const { $metadata, ...listed } = await s3.send(new ListObjectsV2Command({ Bucket }))
  expect($metadata.httpStatusCode).toBe(200)
  expect(listed).toEqual({ Name: Bucket, Prefix: '', KeyCount: 0, MaxKeys: 1000, IsTruncated: false })
})

test('keys come in the order of their UTF-8 bytes, with what S3 says of each', async () => {
  await using engine = await createTestEngine()
  const s3 = await withKeys(engine, ['😀', '\uffee', 'b', 'a', 'Z', 'a/b', 'a b'])
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket }))
  expect(Contents.map(({ Key }) => Key)).toEqual(['Z', 'a', 'a b', 'a/b', 'b', '\uffee', '😀'])
  expect(Contents[1]).toEqual({
    Key: 'a', Size: 1, ETag: '"0cc175b9c0f1b6a831c399e269772661"', StorageClass: 'STANDARD', LastModified: expect.any(Date),
    ChecksumAlgorithm: ['CRC32'], ChecksumType: 'FULL_OBJECT',
  })
  const owned = await s3.send(new ListObjectsV2Command({ Bucket, FetchOwner: true, MaxKeys: 1 }))
  expect(owned.Contents?.[0]?.Owner?.ID).toMatch(/^[0-9a-f]{64}$/)
})

test('pages, prefixes and delimiters', async () => {
  await using engine = await createTestEngine()
  const s3 = await withKeys(engine, ['a/1', 'a/2', 'b/1', 'c', 'd/1', 'e'])
  const pages: unknown[] = []
  for await (const page of paginateListObjectsV2({ client: s3, pageSize: 2 }, { Bucket, Delimiter: '/' }))
    pages.push([page.CommonPrefixes?.map(({ Prefix }) => Prefix), page.Contents?.map(({ Key }) => Key), page.KeyCount, page.IsTruncated])
  expect(pages).toEqual([[['a/', 'b/'], undefined, 2, true], [['d/'], ['c'], 2, true], [undefined, ['e'], 1, false]])
  const within = await s3.send(new ListObjectsV2Command({ Bucket, Delimiter: '/', Prefix: 'a/', StartAfter: 'a/1' }))
  expect(within).toMatchObject({ Prefix: 'a/', Delimiter: '/', StartAfter: 'a/1', KeyCount: 1, Contents: [{ Key: 'a/2' }] })
})

test('what is deleted is gone from the list, what is written again is there once', async () => {
  await using engine = await createTestEngine()
  const s3 = await withKeys(engine, ['a', 'b', 'a'])
  await s3.send(new DeleteObjectCommand({ Bucket, Key: 'b' }))
  await s3.send(new DeleteObjectCommand({ Bucket, Key: 'never-there' }))
  expect((await s3.send(new ListObjectsV2Command({ Bucket }))).Contents?.map(({ Key }) => Key)).toEqual(['a'])
})

test('after a reset a bucket of the same name is empty', async () => {
  await using engine = await createTestEngine()
  await withKeys(engine, ['a'])
  await engine.reset()
  const s3 = await withKeys(engine, ['b'])
  expect((await s3.send(new ListObjectsV2Command({ Bucket }))).Contents?.map(({ Key }) => Key)).toEqual(['b'])
})

test('objects that come with a restored state are listed', async () => {
  await using engine = await createTestEngine()
  await withKeys(engine, ['a'])
  const objects = engine.host.store.table<{ key: string }>('s3.objects', Bucket)
  const saved = objects.get('a')!
  await engine.reset()
  const s3 = await withKeys(engine, [])
  objects.put('b', { ...saved, key: 'b' })
  expect((await s3.send(new ListObjectsV2Command({ Bucket }))).Contents?.map(({ Key }) => Key)).toEqual(['b'])
})

test('encoding-type=url encodes keys, prefixes and delimiters', async () => {
  await using engine = await createTestEngine()
  const s3 = await withKeys(engine, ['x y/é+1', 'x y/z/1'])
  const listed = await s3.send(new ListObjectsV2Command({ Bucket, EncodingType: 'url', Prefix: 'x y/', Delimiter: '/' }))
  expect(listed).toMatchObject({ EncodingType: 'url', Prefix: 'x+y/', Contents: [{ Key: 'x+y/%C3%A9%2B1' }], CommonPrefixes: [{ Prefix: 'x+y/z/' }] })
})

test('keys that XML has no characters for are sent as references', async () => {
  await using engine = await createTestEngine({ iam: 'off' })
  await withKeys(engine, ['a\u0001<&>'])
  expect(await (await fetch(`${engine.endpoint}/${Bucket}?list-type=2`)).text()).toContain('<Key>a&#x1;&lt;&amp;&gt;</Key>')
})

test.each([
  ['max-keys=-1', 'Argument maxKeys must be an integer between 0 and 2147483647'],
  ['max-keys=ten', 'Provided max-keys not an integer or within integer range'],
  ['list-type=2&continuation-token=xyz', 'The continuation token provided is incorrect'],
  ['encoding-type=base64', 'Invalid Encoding Method specified in Request'],
])('%s is InvalidArgument', async (query, message) => {
  await using engine = await createTestEngine({ iam: 'off' })
  await withKeys(engine, [])
  const response = await fetch(`${engine.endpoint}/${Bucket}?${query}`)
  expect(response.status).toBe(400)
  expect(await response.text()).toContain(`<Code>InvalidArgument</Code><Message>${message}</Message>`)
})

test('no page has more than 1,000 keys', async () => {
  await using engine = await createTestEngine()
  const s3 = await withKeys(engine, ['a'])
  expect((await s3.send(new ListObjectsV2Command({ Bucket, MaxKeys: 5000 }))).MaxKeys).toBe(1000)
  expect(await s3.send(new ListObjectsV2Command({ Bucket, MaxKeys: 0 }))).toMatchObject({ KeyCount: 0, IsTruncated: false })
})

test('the first version of the operation goes by markers and names owners', async () => {
  await using engine = await createTestEngine()
  const s3 = await withKeys(engine, ['a/1', 'b', 'c'])
  const first = await s3.send(new ListObjectsCommand({ Bucket, Delimiter: '/', MaxKeys: 1 }))
  expect(first).toMatchObject({ Marker: '', NextMarker: 'a/', IsTruncated: true, CommonPrefixes: [{ Prefix: 'a/' }] })
  const next = await s3.send(new ListObjectsCommand({ Bucket, Delimiter: '/', Marker: first.NextMarker }))
  expect(next.Contents?.map(({ Key, Owner }) => [Key, Owner?.ID?.length])).toEqual([['b', 64], ['c', 64]])
  // Without a delimiter the last key is the marker, and no other is sent.
  expect((await s3.send(new ListObjectsCommand({ Bucket, MaxKeys: 1 }))).NextMarker).toBeUndefined()
})

test('without versioning every object is its own latest version', async () => {
  await using engine = await createTestEngine()
  const s3 = await withKeys(engine, ['a', 'b'])
  const first = await s3.send(new ListObjectVersionsCommand({ Bucket, MaxKeys: 1 }))
  expect(first).toMatchObject({ IsTruncated: true, NextKeyMarker: 'a', Versions: [{ Key: 'a', VersionId: 'null', IsLatest: true }] })
  const next = await s3.send(new ListObjectVersionsCommand({ Bucket, KeyMarker: first.NextKeyMarker, VersionIdMarker: first.NextVersionIdMarker }))
  expect(next.Versions?.map(({ Key }) => Key)).toEqual(['b'])
})
