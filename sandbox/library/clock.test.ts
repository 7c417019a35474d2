import { CloudWatchClient, GetMetricStatisticsCommand } from '@aws-sdk/client-cloudwatch'
import { CreateStreamCommand, GetRecordsCommand, GetShardIteratorCommand, PutRecordCommand, type KinesisClient } from '@aws-sdk/client-kinesis'
import { InvokeCommand, UpdateEventSourceMappingCommand } from '@aws-sdk/client-lambda'
import { PutObjectCommand } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createSandbox, type Sandbox } from '../index.ts'
import { eventually } from '../testing/engine.ts'
import { signed } from '../testing/signed.ts'

let sandbox: Sandbox
beforeAll(async () => void (sandbox = await createSandbox()), 60_000)
afterAll(() => sandbox?.stop())
beforeEach(async () => {
  await sandbox.clock.reset()
  await sandbox.reset()
})

const LIMIT = { timeout: 60_000 }
const STREAM = { StreamName: 's' }

async function presigned(path: string): Promise<string> {
  const { query } = await signed({ path }, { service: 's3', expiresIn: 300 }, Number(new URL(sandbox.endpoint).port))
  return `${sandbox.endpoint}${path}?${new URLSearchParams(query as Record<string, string>)}`
}

async function iterator(kinesis: KinesisClient): Promise<string> {
  return (await kinesis.send(new GetShardIteratorCommand({ ...STREAM, ShardId: 'shardId-000000000000', ShardIteratorType: 'TRIM_HORIZON' }))).ShardIterator!
}

const texts = async (kinesis: KinesisClient, ShardIterator: string) => (await kinesis.send(new GetRecordsCommand({ ShardIterator }))).Records!.map(({ Data }) => Buffer.from(Data!).toString())

test('a token, a presigned URL, an iterator and a record all run out with one move, and the SDK\'s clients notice nothing', LIMIT, async () => {
  const [s3, kinesis] = [await sandbox.clients.s3(), await sandbox.clients.kinesis()]
  const token = await sandbox.token()
  await s3.send(new PutObjectCommand({ Bucket: sandbox.outputs['UploadBucket'], Key: 'k', Body: 'x' }))
  await kinesis.send(new CreateStreamCommand({ ...STREAM, ShardCount: 1 }))
  await kinesis.send(new PutRecordCommand({ ...STREAM, PartitionKey: 'k', Data: Buffer.from('early') }))
  const url = await presigned(`/${sandbox.outputs['UploadBucket']}/k`)
  const early = await iterator(kinesis)
  expect([(await fetch(url)).status, await texts(kinesis, early)]).toEqual([200, ['early']])
  // In the second in which the clock is moved, nobody can tell before from after.
  const second = Math.floor(Date.now() / 1000)
  await expect.poll(() => Math.floor(Date.now() / 1000), { timeout: 5000 }).toBeGreaterThan(second)

  await sandbox.clock.advance('25h')
  expect((await fetch(url)).status).toBe(403)
  await expect(sandbox.upload('late', { token })).rejects.toThrow(/401/)
  await expect(texts(kinesis, early)).rejects.toMatchObject({ name: 'ExpiredIteratorException' })
  // Streams keep their records for a day.
  expect(await texts(kinesis, await iterator(kinesis))).toEqual([])
  for (const client of [s3, kinesis]) expect(Math.abs(client.config.systemClockOffset)).toBeLessThan(60_000)
  expect((await fetch(await presigned(`/${sandbox.outputs['UploadBucket']}/k`))).status).toBe(200)
  expect((await sandbox.processed(await sandbox.upload('with a new one'))).text).toBe('WITH A NEW ONE')
})

test('retries that wait are made when their time has come', LIMIT, async () => {
  const FunctionName = sandbox.stack.resources['UploadFunction']!.ref
  const crash = await sandbox.faults.add({ invocation: 'crash', resource: `*:function:${FunctionName}` })
  await (await sandbox.clients.lambda()).send(new InvokeCommand({ FunctionName, InvocationType: 'Event', Payload: '{}' }))
  await eventually('the first attempt', async () => ((await crash.hits()) === 1 ? true : undefined))
  // A minute lies before the second attempt and two before the third; there is no fourth.
  const began = Date.now()
  await eventually('the third attempt', async () => {
    await sandbox.clock.advance('1m')
    return (await crash.hits()) === 3 ? true : undefined
  })
  expect(Date.now() - began).toBeLessThan(60_000)
  await sandbox.idle()
  expect(await crash.hits()).toBe(3)
})

test('records that are too old by it are given up', LIMIT, async () => {
  const { ref: UUID } = sandbox.stack.resources['ProcessorFunctionUploads']!
  const lambda = await sandbox.clients.lambda()
  await lambda.send(new UpdateEventSourceMappingCommand({ UUID, MaximumRecordAgeInSeconds: 60 }))
  const crash = await sandbox.faults.add({ invocation: 'crash', resource: `*:function:${sandbox.stack.resources['ProcessorFunction']!.ref}` })
  const old = await sandbox.upload('too old')
  await eventually('a first failure', async () => ((await crash.hits()) > 0 ? true : undefined))
  await sandbox.clock.advance('5m')
  await sandbox.idle()
  await crash.remove()
  expect((await sandbox.processed(await sandbox.upload('in time'))).text).toBe('IN TIME')
  await expect(sandbox.processed(old, { timeout_ms: 1 })).rejects.toThrow(/not processed/)
})

test('metrics are of the time that it shows', LIMIT, async () => {
  const [kinesis, cloudwatch] = [await sandbox.clients.kinesis(), new CloudWatchClient({ endpoint: sandbox.endpoint, region: sandbox.region, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } })]
  await kinesis.send(new CreateStreamCommand({ ...STREAM, ShardCount: 1 }))
  const put = () => kinesis.send(new PutRecordCommand({ ...STREAM, PartitionKey: 'k', Data: Buffer.from('x') }))
  const records = async (around: Date) => {
    const range = { StartTime: new Date(around.getTime() - 1_800_000), EndTime: new Date(around.getTime() + 1_800_000), Period: 3600 }
    const of = { Namespace: 'AWS/Kinesis', MetricName: 'IncomingRecords', Dimensions: [{ Name: 'StreamName', Value: STREAM.StreamName }] }
    const { Datapoints } = await cloudwatch.send(new GetMetricStatisticsCommand({ ...of, ...range, Statistics: ['Sum'] }))
    return Datapoints!.reduce((sum, { Sum }) => sum + Sum!, 0)
  }
  await put()
  const before = await sandbox.clock.now()
  const after = await sandbox.clock.advance('10h')
  await put()
  await put()
  expect([await records(before), await records(after)]).toEqual([1, 2])
  cloudwatch.destroy()
})
