import { CreateBucketCommand, DeleteBucketCommand, GetObjectCommand, HeadBucketCommand, ListBucketsCommand, ListObjectsV2Command, PutBucketPolicyCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { expect, test } from 'vitest'
import { createTestEngine, type TestEngine } from '../../../testing/engine.ts'

const clientOf = ({ client }: TestEngine, accessKeyId: string) => new S3Client({ ...client, forcePathStyle: true, credentials: { accessKeyId, secretAccessKey: 'test' } })
const [A, B, C] = ['111111111111', '222222222222', '333333333333'] as const
const named = { Bucket: 'data' }

test('in AWS a name is taken for everybody', async () => {
  await using engine = await createTestEngine()
  await clientOf(engine, A).send(new CreateBucketCommand(named))
  await expect(clientOf(engine, B).send(new CreateBucketCommand(named))).rejects.toMatchObject({ name: 'BucketAlreadyExists' })
})

test('with names of their own, accounts have buckets of the same name and never see another\'s', async () => {
  await using engine = await createTestEngine({ bucketNames: 'account' })
  const [a, b, c] = [clientOf(engine, A), clientOf(engine, B), clientOf(engine, C)]
  for (const [s3, text] of [[a, 'of a'], [b, 'of b']] as const) {
    await s3.send(new CreateBucketCommand(named))
    await s3.send(new PutObjectCommand({ ...named, Key: 'k', Body: text }))
  }
  await b.send(new PutObjectCommand({ ...named, Key: 'another', Body: 'x' }))
  for (const [s3, text, count] of [[a, 'of a', 1], [b, 'of b', 2]] as const) {
    expect(await (await s3.send(new GetObjectCommand({ ...named, Key: 'k' }))).Body!.transformToString()).toBe(text)
    expect((await s3.send(new ListObjectsV2Command(named))).KeyCount).toBe(count)
    expect((await s3.send(new ListBucketsCommand({}))).Buckets).toHaveLength(1)
  }
  await expect(c.send(new HeadBucketCommand(named))).rejects.toMatchObject({ name: 'NotFound' })
  await expect(c.send(new GetObjectCommand({ ...named, Key: 'k' }))).rejects.toMatchObject({ name: 'NoSuchBucket' })
})

test('a bucket whose policy lets others in is found by them, and without a signature some bucket is found', async () => {
  await using engine = await createTestEngine({ bucketNames: 'account' })
  const [a, b, c] = [clientOf(engine, A), clientOf(engine, B), clientOf(engine, C)]
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement: { Effect: 'Allow', Principal: { AWS: C }, Action: 's3:GetObject', Resource: 'arn:aws:s3:::data/*' } })
  await a.send(new CreateBucketCommand(named))
  await b.send(new CreateBucketCommand(named))
  for (const [s3, text] of [[a, 'of a'], [b, 'of b']] as const) await s3.send(new PutObjectCommand({ ...named, Key: 'k', Body: text }))
  await b.send(new PutBucketPolicyCommand({ ...named, Policy }))
  expect(await (await c.send(new GetObjectCommand({ ...named, Key: 'k' }))).Body!.transformToString()).toBe('of b')
  expect((await fetch(`${engine.endpoint}/data/k`)).status).toBe(403)
  expect((await fetch(`${engine.endpoint}/nothing/k`)).status).toBe(404)
})

test('a bucket of the same name that is deleted leaves the other one as it is', async () => {
  await using engine = await createTestEngine({ bucketNames: 'account' })
  const [a, b] = [clientOf(engine, A), clientOf(engine, B)]
  await a.send(new CreateBucketCommand(named))
  await b.send(new CreateBucketCommand(named))
  await b.send(new PutObjectCommand({ ...named, Key: 'k', Body: 'of b' }))
  await a.send(new DeleteBucketCommand(named))
  await expect(a.send(new HeadBucketCommand(named))).rejects.toMatchObject({ name: 'NotFound' })
  await expect(b.send(new DeleteBucketCommand(named))).rejects.toMatchObject({ name: 'BucketNotEmpty' })
})
