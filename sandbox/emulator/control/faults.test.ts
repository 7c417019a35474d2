import { InitiateAuthCommand, CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider'
import { KinesisClient, ListShardsCommand, ListStreamsCommand, PutRecordsCommand, CreateStreamCommand, GetRecordsCommand, GetShardIteratorCommand } from '@aws-sdk/client-kinesis'
import { CreateBucketCommand, GetObjectCommand, HeadObjectCommand, ListBucketsCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { lambdaFixture, type LambdaFixture } from '../../testing/lambda.ts'
import type { FaultRule } from '../kernel/fault-rule.ts'
import type { ActiveFault } from '../kernel/faults.ts'

let aws: LambdaFixture
let s3: S3Client
let kinesis: KinesisClient
const named = { Bucket: 'data' }
/** Without the SDK's retries. */
const once = () => new S3Client({ ...aws.engine.client, forcePathStyle: true, maxAttempts: 1 })

beforeAll(async () => {
  aws = await lambdaFixture()
  s3 = new S3Client({ ...aws.engine.client, forcePathStyle: true })
  kinesis = new KinesisClient({ ...aws.engine.client })
  await s3.send(new CreateBucketCommand(named))
  await s3.send(new PutObjectCommand({ ...named, Key: 'k', Body: 'x' }))
  await kinesis.send(new CreateStreamCommand({ StreamName: 'events', ShardCount: 1 }))
})
beforeEach(() => control('DELETE'))
afterAll(() => aws[Symbol.asyncDispose]())

async function control(method: string, body?: unknown, query = ''): Promise<{ status: number; message?: string; fault?: ActiveFault; faults?: ActiveFault[] }> {
  const response = await fetch(`${aws.engine.endpoint}/_sandbox/faults${query}`, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
  return { status: response.status, ...((await response.json()) as object) }
}

const add = async (rule: FaultRule): Promise<string> => (await control('POST', rule)).fault!.id
const hits = async (id: string) => (await control('GET')).faults!.find((fault) => fault.id === id)!.hits
const get = (client = s3, Key = 'k') => client.send(new GetObjectCommand({ ...named, Key }))

describe('errors', () => {
  test('are AWS\'s own, with their status and message; the journal says whose they are', async () => {
    const id = await add({ service: 's3', operation: 'GetObject', error: 'SlowDown' })
    await expect(get(once())).rejects.toMatchObject({ name: 'SlowDown', message: 'Please reduce your request rate.', $metadata: { httpStatusCode: 503 } })
    const entry = aws.engine.host.journal.entries().at(-1)
    expect(entry).toMatchObject({ operation: 'GetObject', error: 'SlowDown', status: 503, fault: id })
    await s3.send(new HeadObjectCommand({ ...named, Key: 'k' }))
    expect(aws.engine.host.journal.entries().at(-1)?.fault).toBeUndefined()
    await add({ service: 'kinesis', error: 'ProvisionedThroughputExceededException' })
    await expect(new KinesisClient({ ...aws.engine.client, maxAttempts: 1 }).send(new ListStreamsCommand({}))).rejects.toMatchObject({
      name: 'ProvisionedThroughputExceededException', message: expect.stringContaining('Rate exceeded'), $metadata: { httpStatusCode: 400 },
    })
    await add({ service: 'cognito', error: { code: 'NotAuthorizedException', message: 'No.' } })
    const cognito = new CognitoIdentityProviderClient(aws.engine.client)
    await expect(cognito.send(new InitiateAuthCommand({ ClientId: 'x', AuthFlow: 'USER_PASSWORD_AUTH' }))).rejects.toMatchObject({ name: 'NotAuthorizedException', message: 'No.' })
  })

  test('the SDK tries again, and gets through', async () => {
    const id = await add({ service: 's3', operation: 'GetObject', error: 'SlowDown', times: 2 })
    const { Body, $metadata } = await get()
    expect(await Body!.transformToString()).toBe('x')
    expect([$metadata.attempts, await hits(id)]).toEqual([3, 2])
  })

  test.each<[string, FaultRule, string]>([
    ['nth', { nth: [2, 4] }, '.x.x.'],
    ['every', { every: 2 }, '.x.x.'],
    ['times', { times: 2 }, 'xx...'],
    ['probability 0', { probability: 0 }, '.....'],
    ['probability 1', { probability: 1 }, 'xxxxx'],
    ['the resource', { resource: 'arn:aws:s3:::da?a/*' }, 'xxxxx'],
    ['another resource', { resource: 'arn:aws:s3:::data/other' }, '.....'],
    ['another account', { account: '111111111111' }, '.....'],
    ['another service', { service: 'kinesis', error: 'InternalFailure' }, '.....'],
  ])('%s says which', async (_name, rule, expected) => {
    await add({ service: 's3', operation: rule.service ? 'PutRecord' : 'GetObject', error: 'SlowDown', ...rule })
    const client = once()
    let seen = ''
    for (let i = 0; i < 5; i++) seen += await get(client).then(() => '.', () => 'x')
    expect(seen).toBe(expected)
  })

  test('by chance is the same chance with the same seed', async () => {
    const client = once()
    const draw = async (seed: string) => {
      const id = await add({ operation: 'GetObject', error: 'InternalFailure', probability: 0.5, seed })
      let seen = ''
      for (let i = 0; i < 24; i++) seen += await get(client).then(() => '.', () => 'x')
      await control('DELETE', undefined, `?id=${id}`)
      return seen
    }
    const first = await draw('a')
    expect(first).toMatch(/x/)
    expect(first).toMatch(/\./)
    expect(await draw('a')).toBe(first)
    expect(await draw('b')).not.toBe(first)
  })
})

test('latency is waited for, and then all is well', async () => {
  await add({ service: 's3', operation: 'GetObject', latency_ms: 120 })
  const began = performance.now()
  expect(await (await get()).Body!.transformToString()).toBe('x')
  expect(performance.now() - began).toBeGreaterThanOrEqual(119)
})

describe('a dropped connection', () => {
  test('before the request is read: nothing has happened', async () => {
    await add({ service: 's3', operation: 'PutObject', drop: 'request' })
    await expect(once().send(new PutObjectCommand({ ...named, Key: 'never', Body: 'x' }))).rejects.toMatchObject({ code: expect.stringMatching(/ECONNRESET|EPIPE/) })
    await expect(get(s3, 'never')).rejects.toMatchObject({ name: 'NoSuchKey' })
  })

  test('after all is done: it has happened, and nobody was told', async () => {
    await add({ service: 's3', operation: 'PutObject', drop: 'answer', times: 1 })
    await expect(once().send(new PutObjectCommand({ ...named, Key: 'done', Body: 'x' }))).rejects.toMatchObject({ code: expect.stringMatching(/ECONNRESET|EPIPE/) })
    expect(await (await get(s3, 'done')).Body!.transformToString()).toBe('x')
  })

  test('also on HTTP/2, and the SDK connects again', async () => {
    const id = await add({ service: 'kinesis', operation: 'ListStreams', drop: 'request', times: 1 })
    expect((await kinesis.send(new ListStreamsCommand({}))).StreamNames).toContain('events')
    expect(await hits(id)).toBe(1)
  })
})

describe('some records of a call fail', () => {
  const put = () => kinesis.send(new PutRecordsCommand({ StreamName: 'events', Records: ['a', 'b', 'c', 'd'].map((text) => ({ PartitionKey: text, Data: Buffer.from(text) })) }))

  test('by their places, and the others are there', async () => {
    await add({ service: 'kinesis', operation: 'PutRecords', failRecords: { indexes: [1, 3] } })
    const { FailedRecordCount, Records } = await put()
    expect([FailedRecordCount, Records!.map(({ ErrorCode }) => ErrorCode ?? '')]).toEqual([2, ['', 'ProvisionedThroughputExceededException', '', 'ProvisionedThroughputExceededException']])
    expect(Records![1]!.ErrorMessage).toBe('Rate exceeded for shard shardId-000000000000 in stream events under account 000000000000.')
    const { Shards } = await kinesis.send(new ListShardsCommand({ StreamName: 'events' }))
    const { ShardIterator } = await kinesis.send(new GetShardIteratorCommand({ StreamName: 'events', ShardId: Shards![0]!.ShardId, ShardIteratorType: 'TRIM_HORIZON' }))
    expect((await kinesis.send(new GetRecordsCommand({ ShardIterator }))).Records!.map(({ Data }) => Buffer.from(Data!).toString())).toEqual(['a', 'c'])
  })

  test('or a part of them, with a code of one\'s own', async () => {
    await add({ failRecords: { fraction: 1, code: 'InternalFailure' } })
    const { FailedRecordCount, Records } = await put()
    expect([FailedRecordCount, Records![0]]).toEqual([4, { ErrorCode: 'InternalFailure', ErrorMessage: 'Internal service failure.' }])
    await control('DELETE')
    expect((await put()).FailedRecordCount).toBe(0)
  })
})

describe('a function', () => {
  const FILES = { 'index.mjs': 'export const handler = async () => 1' }

  test('crashes, and comes up again', async () => {
    const name = await aws.create(FILES)
    await add({ resource: `*:function:${name}`, invocation: 'crash', nth: 2 })
    expect((await aws.invoke(name)).value).toBe(1)
    const crashed = await aws.invoke(name)
    expect(crashed).toMatchObject({ error: 'Unhandled', value: { errorType: 'Runtime.ExitError', errorMessage: expect.stringMatching(/^RequestId: \S+ Error: Runtime exited with error: signal: killed$/) } })
    expect((await aws.invoke(name)).value).toBe(1)
  })

  test('runs out of time, without anybody waiting for it', async () => {
    const name = await aws.create(FILES)
    await add({ resource: `*:function:${name}`, invocation: 'timeout', times: 1 })
    const late = await aws.invoke(name)
    expect(late).toMatchObject({ error: 'Unhandled', value: { errorType: 'Sandbox.Timedout', errorMessage: expect.stringContaining('Task timed out after 10.00 seconds') } })
    expect(late.log).toMatch(/REPORT .*Duration: 10000\.00 ms/)
    expect((await aws.invoke(name)).value).toBe(1)
  })
})

test('rules are listed with their hits, taken away alone, by account, and with a reset of all', async () => {
  const [one, other] = [await add({ operation: 'ListBuckets', error: 'ThrottlingException', nth: 2 }), await add({ account: '111111111111', error: 'InternalFailure' })]
  await s3.send(new ListBucketsCommand({}))
  expect((await control('GET')).faults).toEqual([
    { id: one, rule: { operation: 'ListBuckets', error: 'ThrottlingException', nth: 2 }, matches: 1, hits: 0 },
    { id: other, rule: { account: '111111111111', error: 'InternalFailure' }, matches: 0, hits: 0 },
  ])
  expect((await control('GET', undefined, '?account=111111111111')).faults).toHaveLength(1)
  await fetch(`${aws.engine.endpoint}/_sandbox/reset?account=111111111111`, { method: 'POST' })
  expect((await control('GET')).faults!.map(({ id }) => id)).toEqual([one])
  expect(await control('DELETE', undefined, `?id=${one}`)).toMatchObject({ status: 200, faults: [] })
  expect(await control('DELETE', undefined, `?id=${one}`)).toMatchObject({ status: 404, message: `There is no fault ${one}.` })
  expect(aws.engine.host.faults.active).toBeUndefined()
})

test.each<[unknown, RegExp]>([
  [undefined, /A fault is an object\./],
  [{ service: 's3' }, /says what is to happen: one of error, latency_ms/],
  [{ error: 'SlowDown', drop: 'answer' }, /does one thing, and this one does error and drop/],
  [{ service: 'sqs', error: 'X' }, /There is no service sqs\. Choose one of .*kinesis/],
  [{ service: 's3', operation: 'getObject', error: 'SlowDown' }, /s3 has no operation getObject\. Did you mean GetObject\?/],
  [{ operation: 'MakeCoffee', error: 'SlowDown' }, /No service has an operation MakeCoffee\./],
  [{ service: 's3', error: 'TooSlow' }, /s3 has no error TooSlow\. Some there are: SlowDown/],
  [{ error: 'SlowDwon' }, /No service has an error SlowDwon/],
  [{ error: 'InternalFailure', nth: 0 }, /nth that is a whole number from 1 on/],
  [{ error: 'InternalFailure', often: 1 }, /A fault has no often: choose of service, operation/],
  [{ error: 'InternalFailure', probability: 2 }, /probability that is a number from 0 to 1/],
  [{ error: { message: 'x' } }, /has a error that has a code/],
  [{ account: '12', error: 'InternalFailure' }, /account that is a number of twelve digits/],
  [{ service: 's3', operation: 'PutObject', failRecords: {} }, /Single records fail with kinesis:PutRecords alone/],
  [{ service: 's3', invocation: 'crash' }, /functions and mappings is told apart by resource and account alone/],
  [{ invocation: 'crash', latency_ms: 1 }, /Add one for each/],
])('%j is refused with what is wrong', async (rule, message) => {
  expect(await control('POST', rule ?? '')).toMatchObject({ status: 400, message: expect.stringMatching(message) })
})
