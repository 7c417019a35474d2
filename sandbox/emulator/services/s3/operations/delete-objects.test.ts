import { CreateBucketCommand, DeleteObjectCommand, DeleteObjectsCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { expect, test } from 'vitest'
import { createTestEngine, type TestEngine } from '../../../../testing/engine.ts'

const Bucket = 'a-bucket'

async function withKeys(engine: TestEngine, keys: readonly string[]) {
  const s3 = new S3Client(engine.client)
  await s3.send(new CreateBucketCommand({ Bucket }))
  for (const Key of keys) await s3.send(new PutObjectCommand({ Bucket, Key, Body: 'x' }))
  return s3
}

test('many go at once, whether they were there or not', async () => {
  await using engine = await createTestEngine()
  const s3 = await withKeys(engine, ['a', 'b & c', 'd'])
  const Objects = [{ Key: 'a' }, { Key: 'b & c' }, { Key: 'not there' }]
  const { Deleted, Errors } = await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }))
  expect([Deleted, Errors]).toEqual([Objects, undefined])
  expect((await s3.send(new ListObjectsV2Command({ Bucket }))).Contents?.map(({ Key }) => Key)).toEqual(['d'])
})

test('quietly only what failed is named', async () => {
  await using engine = await createTestEngine()
  const s3 = await withKeys(engine, ['a', 'b'])
  const Objects = [{ Key: 'a' }, { Key: 'b', VersionId: 'v1' }]
  const { Deleted, Errors } = await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Quiet: true, Objects } }))
  expect([Deleted, Errors]).toEqual([undefined, [{ Key: 'b', VersionId: 'v1', Code: 'NoSuchVersion', Message: 'The specified version does not exist.' }]])
})

test.each([
  ['<Delete><Object><Key>a</Key></Object></Delete>', {}, 'InvalidRequest'],
  ['<Delete><Object><Key>a</Key></Object></Delete>', { 'content-md5': 'AAAAAAAAAAAAAAAAAAAAAA==' }, 'BadDigest'],
  ['<Delete><Object>', { 'x-amz-checksum-crc32': 'AAAAAA==' }, 'MalformedXML'],
  ['<Remove/>', { 'x-amz-checksum-crc32': 'AAAAAA==' }, 'MalformedXML'],
])('%s with %o is %s', async (body, headers, code) => {
  await using engine = await createTestEngine()
  const s3 = await withKeys(engine, ['a'])
  const response = await fetch(`${engine.endpoint}/${Bucket}?delete`, { method: 'POST', body, headers: headers as Record<string, string> })
  expect(await response.text()).toContain(`<Code>${code}</Code>`)
  expect((await s3.send(new ListObjectsV2Command({ Bucket }))).KeyCount).toBe(1)
})

test('a conditional delete spares what has changed', async () => {
  await using engine = await createTestEngine()
  const s3 = await withKeys(engine, ['a'])
  await expect(s3.send(new DeleteObjectCommand({ Bucket, Key: 'a', IfMatch: '"other"' }))).rejects.toMatchObject({ name: 'PreconditionFailed' })
  const { $metadata } = await s3.send(new DeleteObjectCommand({ Bucket, Key: 'a', IfMatch: '*' }))
  expect($metadata.httpStatusCode).toBe(204)
})
