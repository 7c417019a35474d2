import { CreateStreamCommand, GetRecordsCommand, GetShardIteratorCommand, KinesisClient } from '@aws-sdk/client-kinesis'
import { CreateBucketCommand, GetObjectCommand, HeadObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { GetCallerIdentityCommand, GetSessionTokenCommand, STSClient } from '@aws-sdk/client-sts'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createTestEngine, type TestEngine } from '../../testing/engine.ts'
import { signed } from '../../testing/signed.ts'

let engine: TestEngine
beforeEach(async () => void (engine = await createTestEngine()))
afterEach(() => engine.stop())

const HOUR_MS = 3_600_000

async function move(body?: object): Promise<{ status: number; answer: Record<string, unknown> }> {
  const response = await fetch(`${engine.endpoint}/_sandbox/clock`, body ? { method: 'POST', body: JSON.stringify(body) } : {})
  return { status: response.status, answer: (await response.json()) as Record<string, unknown> }
}

test('clients whose clocks go on as ever are not refused, and what they do has the time of here', async () => {
  const s3 = new S3Client({ ...engine.client, forcePathStyle: true })
  await s3.send(new CreateBucketCommand({ Bucket: 'clock' }))
  expect(await move({ action: 'advance', by_ms: 10 * HOUR_MS })).toMatchObject({ status: 200, answer: { frozen: false } })
  await s3.send(new PutObjectCommand({ Bucket: 'clock', Key: 'late', Body: 'x' }))
  const { LastModified } = await s3.send(new HeadObjectCommand({ Bucket: 'clock', Key: 'late' }))
  expect(Math.abs(LastModified!.getTime() - Date.now() - 10 * HOUR_MS)).toBeLessThan(60_000)
  expect((await s3.config.systemClockOffset)).toBeLessThan(60_000)
  s3.destroy()
})

test('presigned requests age with it, those made later from then on', async () => {
  const s3 = new S3Client({ ...engine.client, forcePathStyle: true })
  await s3.send(new CreateBucketCommand({ Bucket: 'clock' }))
  await s3.send(new PutObjectCommand({ Bucket: 'clock', Key: 'k', Body: 'text' }))
  const early = await presign('/clock/k', 300)
  expect((await fetch(early)).status).toBe(200)
  // In the second in which the clock is moved, nobody can tell before from after.
  const second = Math.floor(Date.now() / 1000)
  await expect.poll(() => Math.floor(Date.now() / 1000), { timeout: 5000 }).toBeGreaterThan(second)
  await move({ action: 'advance', by_ms: 299_000 })
  await move({ action: 'freeze' })
  await move({ action: 'advance', by_ms: 1_000_000 })
  const refused = await fetch(early)
  expect([refused.status, await refused.text()]).toEqual([403, expect.stringContaining('Request has expired')])
  expect((await fetch(await presign('/clock/k', 300))).status).toBe(200)
  await s3.send(new GetObjectCommand({ Bucket: 'clock', Key: 'k' }))
  s3.destroy()
})

test('temporary credentials and iterators run out', async () => {
  const sts = new STSClient(engine.client)
  const kinesis = new KinesisClient({ ...engine.client, maxAttempts: 1 })
  const { Credentials } = await sts.send(new GetSessionTokenCommand({ DurationSeconds: 900 }))
  const session = new STSClient({
    ...engine.client,
    credentials: { accessKeyId: Credentials!.AccessKeyId!, secretAccessKey: Credentials!.SecretAccessKey!, sessionToken: Credentials!.SessionToken! },
  })
  await session.send(new GetCallerIdentityCommand({}))
  await kinesis.send(new CreateStreamCommand({ StreamName: 's', ShardCount: 1 }))
  const { ShardIterator } = await kinesis.send(new GetShardIteratorCommand({ StreamName: 's', ShardId: 'shardId-000000000000', ShardIteratorType: 'LATEST' }))
  await move({ action: 'advance', by_ms: HOUR_MS })
  await expect(session.send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({ name: 'ExpiredToken' })
  await expect(kinesis.send(new GetRecordsCommand({ ShardIterator }))).rejects.toMatchObject({ name: 'ExpiredIteratorException' })
  for (const client of [sts, session, kinesis]) client.destroy()
})

test('stands still, goes on, and comes back', async () => {
  const { answer: frozen } = await move({ action: 'freeze' })
  expect(frozen['frozen']).toBe(true)
  expect((await move()).answer['now']).toBe(frozen['now'])
  expect((await move({ action: 'resume' })).answer['frozen']).toBe(false)
  await move({ action: 'advance', by_ms: HOUR_MS })
  expect((await move({ action: 'reset' })).answer['ahead_ms']).toBe(0)
})

test.each([{}, { action: 'back' }, { action: 'advance' }, { action: 'advance', by_ms: -1 }, { action: 'advance', by_ms: 'long' }])('%j is refused in words', async (body) => {
  expect(await move(body)).toEqual({ status: 400, answer: { message: expect.stringMatching(/is one of|is a number/) } })
})

async function presign(path: string, expiresIn: number): Promise<string> {
  const { query } = await signed({ path }, { service: 's3', expiresIn }, engine.port)
  return `${engine.endpoint}${path}?${new URLSearchParams(query as Record<string, string>)}`
}
