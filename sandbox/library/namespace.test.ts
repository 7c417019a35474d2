import { CreateBucketCommand, GetObjectCommand, ListBucketsCommand, ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3'
import { CreateStreamCommand, DescribeStreamSummaryCommand, GetRecordsCommand, GetShardIteratorCommand, ListShardsCommand, ListStreamsCommand, PutRecordCommand } from '@aws-sdk/client-kinesis'
import { AdminCreateUserCommand, ListUsersCommand, ListUserPoolsCommand } from '@aws-sdk/client-cognito-identity-provider'
import { ListFunctionsCommand } from '@aws-sdk/client-lambda'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connectSandbox, createSandbox, type Sandbox } from '../index.ts'

let sandbox: Sandbox
beforeAll(async () => void (sandbox = await createSandbox()), 60_000)
afterAll(() => sandbox?.stop())

const WORKERS = 64

/** What a test would do, with names that all of them use. */
async function work({ clients, account, outputs }: Sandbox): Promise<readonly string[]> {
  const [s3, kinesis, cognito, lambda] = await Promise.all([clients.s3(), clients.kinesis(), clients.cognito(), clients.lambda()])
  const [named, stream] = [{ Bucket: 'data' }, { StreamName: 'events' }]
  await Promise.all([s3.send(new CreateBucketCommand(named)), kinesis.send(new CreateStreamCommand({ ...stream, ShardCount: 1 }))])
  await Promise.all([
    s3.send(new PutObjectCommand({ ...named, Key: 'who', Body: account })),
    kinesis.send(new PutRecordCommand({ ...stream, PartitionKey: 'k', Data: Buffer.from(account) })),
    cognito.send(new AdminCreateUserCommand({ UserPoolId: outputs['UserPoolId'], Username: `of-${account}@example.com` })),
  ])
  const object = await s3.send(new GetObjectCommand({ ...named, Key: 'who' }))
  const { Shards } = await kinesis.send(new ListShardsCommand(stream))
  const { ShardIterator } = await kinesis.send(new GetShardIteratorCommand({ ...stream, ShardId: Shards![0]!.ShardId, ShardIteratorType: 'TRIM_HORIZON' }))
  const { Records } = await kinesis.send(new GetRecordsCommand({ ShardIterator }))
  const users = await cognito.send(new ListUsersCommand({ UserPoolId: outputs['UserPoolId'], Filter: 'email ^= "of-"' }))
  const { Functions } = await lambda.send(new ListFunctionsCommand({}))
  return [
    await object.Body!.transformToString(),
    ...(await s3.send(new ListObjectsV2Command(named))).Contents!.map(({ Key }) => Key!),
    ...Records!.map(({ Data }) => Buffer.from(Data!).toString()),
    ...users.Users!.map(({ Attributes }) => String(Attributes?.find(({ Name }) => Name === 'email')?.Value)),
    `${Functions?.length} functions`, `${(await s3.send(new ListBucketsCommand({}))).Buckets?.length} buckets`,
    ...(await kinesis.send(new ListStreamsCommand({}))).StreamNames!, `${(await cognito.send(new ListUserPoolsCommand({ MaxResults: 60 }))).UserPools?.length} pools`,
  ]
}

test('64 workers with the same names do not see each other', { timeout: 240_000 }, async () => {
  const all = await Promise.all(Array.from({ length: WORKERS }, () => sandbox.namespace()))
  expect(new Set(all.map(({ account }) => account)).size).toBe(WORKERS)
  const seen = await Promise.all(all.map(work))
  for (const [i, { account }] of all.entries())
    expect(seen[i]).toEqual([account, 'who', account, `of-${account}@example.com`, '2 functions', '3 buckets', 'events', 'uploads-stream', '1 pools'])
  await Promise.all(all.map((namespace) => namespace.stop()))
  expect((await (await sandbox.clients.s3()).send(new ListBucketsCommand({}))).Buckets).toHaveLength(2)
})

test('uploads side by side come out processed, each where it belongs', { timeout: 120_000 }, async () => {
  const some = await Promise.all(Array.from({ length: 4 }, () => sandbox.namespace()))
  const results = await Promise.all(
    some.map(async (namespace) => (await namespace.processed(await namespace.upload(`of ${namespace.account}`, { name: 'same.txt' }), { timeout_ms: 60_000 })).text),
  )
  expect(results).toEqual(some.map(({ account }) => `OF ${account}`))
  await Promise.all(some.map((namespace) => namespace.idle()))
  await Promise.all(some.map((namespace) => namespace.stop()))
})

test('a reset is of one alone, with the ids that were there: what the others have begun goes on', { timeout: 60_000 }, async () => {
  const [one, other] = await Promise.all([sandbox.namespace('111111111111'), sandbox.namespace('222222222222')])
  expect(await sandbox.namespace('111111111111')).toBe(one)
  const put = async ({ clients, outputs }: Sandbox) => (await clients.s3()).send(new PutObjectCommand({ Bucket: outputs['UploadBucket'], Key: 'mine', Body: 'x' }))
  await Promise.all([put(one), put(other)])
  const underWay = other.upload('goes on')
  await one.reset()
  await one.reset()
  expect((await other.processed(await underWay)).text).toBe('GOES ON')
  const keys = async ({ clients, outputs }: Sandbox) => ((await (await clients.s3()).send(new ListObjectsV2Command({ Bucket: outputs['UploadBucket'] }))).Contents ?? []).map(({ Key }) => Key!.split('/')[0])
  expect([await keys(one), await keys(other)]).toEqual([[], ['mine', 'uploads']])
  expect((await one.processed(await one.upload('as before'))).text).toBe('AS BEFORE')
  const entries = ((await (await fetch(`${sandbox.endpoint}/_sandbox/journal?account=111111111111`)).json()) as { entries: { account: string; operation: string }[] }).entries
  expect(entries.map(({ operation }) => operation)).not.toContain('CreateFunction')
  expect(entries.map(({ operation }) => operation)).toContain('PutRecord')
})

test('a saved state of one is put back without the others', { timeout: 60_000 }, async () => {
  const [one, other] = await Promise.all([sandbox.namespace('333333333333'), sandbox.namespace('444444444444')])
  await one.processed(await one.upload('kept', { name: 'kept.txt' }))
  const saved = await one.checkpoint()
  await other.processed(await other.upload('not touched', { name: 'other.txt' }))
  await one.reset()
  await expect(one.processed('kept.txt', { timeout_ms: 1 })).rejects.toThrow(/not there/)
  await saved.restore()
  expect((await one.processed('kept.txt')).text).toBe('KEPT')
  expect((await other.processed('other.txt')).text).toBe('NOT TOUCHED')
  await one.stop()
  const stream = { StreamName: 'uploads-stream' }
  await expect((await (await sandbox.namespace('333333333333')).clients.kinesis()).send(new DescribeStreamSummaryCommand(stream))).resolves.toBeDefined()
})

test('another process may join, and says who is not there', { timeout: 60_000 }, async () => {
  await using joined = await connectSandbox({ endpoint: sandbox.endpoint })
  expect(joined.account).not.toBe(sandbox.account)
  expect((await joined.processed(await joined.upload('from afar'))).text).toBe('FROM AFAR')
  await expect(connectSandbox({ endpoint: 'http://127.0.0.1:1' })).rejects.toThrow(/No sandbox answers at/)
  await expect(async () => sandbox.namespace('12')).rejects.toThrow(/12 is no account/)
  await expect(async () => sandbox.namespace(sandbox.account)).rejects.toThrow(/the account that this sandbox works in/)
})
