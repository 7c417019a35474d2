import { PutRolePolicyCommand } from '@aws-sdk/client-iam'
import { PutRecordsCommand } from '@aws-sdk/client-kinesis'
import { UpdateEventSourceMappingCommand, UpdateFunctionCodeCommand } from '@aws-sdk/client-lambda'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createSandbox, type Sandbox, type Span, type Trace } from '../../index.ts'
import { zip } from '../lambda.ts'

/** More of them for a longer look: `TRACED_UPLOADS=1000`. */
const UPLOADS = Number(process.env['TRACED_UPLOADS'] ?? 200)

let sandbox: Sandbox
beforeAll(async () => void (sandbox = await createSandbox()), 60_000)
beforeEach(() => sandbox.reset(), 60_000)
afterAll(() => sandbox.stop())

const named = (trace: Trace, name: string | RegExp) => trace.tree.filter((span) => (typeof name === 'string' ? span.name === name : name.test(span.name)))
const parentOf = (trace: Trace, { parentId }: Span) => trace.tree.find(({ spanId }) => spanId === parentId)
/** From the first span down to this one. */
const wayTo = (trace: Trace, span: Span): string[] => {
  const parent = parentOf(trace, span)
  return [...(parent ? wayTo(trace, parent) : []), `${span.kind} ${span.name}`]
}

test('an upload is one tree, from the request to what the processor wrote', async () => {
  const uploaded = await sandbox.upload('hello', { name: 'a/b c.txt' })
  await sandbox.processed(uploaded)
  await sandbox.idle()
  const trace = await sandbox.traces.of(uploaded)
  const [name] = named(trace, /-processor$/)
  expect(trace).toMatchObject({ name: 'POST /uploads', kind: 'request', requestId: uploaded.requestId, status: 'ok', errors: 0, keys: ['uploads/a/b c.txt', 'processed/a/b c.txt'] })
  const [written] = trace.tree.filter(({ attributes }) => attributes['key'] === 'processed/a/b c.txt')
  expect(wayTo(trace, written!)).toEqual([
    'request POST /uploads',
    'call lambda:Invoke',
    expect.stringMatching(/^invocation .*-upload$/),
    'call kinesis:PutRecord',
    expect.stringMatching(/^batch uploads-stream → .*-processor$/),
    'call lambda:Invoke',
    `invocation ${name!.name.split(' ').at(-1)}`,
    'call s3:PutObject',
  ])
  expect(trace.tree.length).toBeGreaterThanOrEqual(9)
  for (const span of trace.tree) {
    const parent = parentOf(trace, span)
    expect(parent === undefined, span.name).toBe(span === trace.tree[0])
    if (parent) expect(trace.tree.indexOf(parent), span.name).toBeLessThan(trace.tree.indexOf(span))
    expect(span.start, span.name).toBeGreaterThanOrEqual(parent?.start ?? 0)
  }
  expect(named(trace, /authorizer/)[0]).toMatchObject({ kind: 'authorizer', status: 'ok', attributes: { decision: 'allowed' } })
  expect(named(trace, 's3:GetObject')[0]).toMatchObject({ attributes: { key: 'uploads/a/b c.txt', size_bytes: 5 }, decisions: [{ action: 's3:GetObject', decision: 'allow' }] })
  const [upload] = named(trace, /-upload$/)
  expect(upload!.logs!.lines.map(({ message }) => message).join('\n')).toMatch(/^START RequestId[^]*"message":"uploaded"[^]*REPORT RequestId/)
  expect(await sandbox.traces.last()).toEqual(trace)
  expect((await sandbox.traces.of('b c.txt')).traceId).toBe(trace.traceId)
})

test(`${UPLOADS} uploads that are processed together are ${UPLOADS} trees, and none has anything of another's`, { timeout: 60_000 + UPLOADS * 500 }, async () => {
  await withMapping({ Enabled: false })
  const token = await sandbox.token()
  const names = Array.from({ length: UPLOADS }, (_, i) => `many-${i}.txt`)
  const uploads = await atMost(16, names.map((name) => () => sandbox.upload(name, { name, token })))
  await withMapping({ Enabled: true })
  await sandbox.idle({ timeout_ms: 30_000 + UPLOADS * 300 })
  const ids = new Set<string>()
  const shared: string[] = []
  for (const { requestId, key } of uploads) {
    const trace = await sandbox.traces.of(requestId)
    ids.add(trace.traceId)
    shared.push(trace.tree.find(({ kind }) => kind === 'batch')!.spanId)
    expect(trace.keys, key).toEqual([key, key.replace('uploads/', 'processed/')])
    const calls = trace.tree.filter(({ service }) => service !== 'lambda').map(({ name }) => name)
    expect(calls, key).toEqual(['POST /uploads', 'JWT authorizer CognitoJwt', 's3:PutObject', 'kinesis:PutRecord', 's3:GetObject', 's3:PutObject'])
    expect(trace.tree.filter(({ kind }) => kind === 'batch'), key).toHaveLength(1)
    expect(trace.tree.length, key).toBeGreaterThanOrEqual(9)
    expect(new Set(trace.tree.map(({ traceId }) => traceId)), key).toEqual(new Set([trace.traceId]))
    expect(trace).toMatchObject({ status: 'ok', errors: 0, dropped: 0 })
  }
  expect(ids.size).toBe(UPLOADS)
  const batches = new Set(shared)
  expect(batches.size).toBeLessThan(UPLOADS / 4)
})

test('records of several requests in one batch: what is for one of them is in its tree, the rest in all', async () => {
  await replaceProcessor(`import { S3Client, GetObjectCommand, PutObjectCommand, ListBucketsCommand } from '@aws-sdk/client-s3'
    const s3 = new S3Client({})
    export const handler = async (event) => {
      const uploads = event.Records.map((r) => JSON.parse(Buffer.from(r.kinesis.data, 'base64')))
      await s3.send(new ListBucketsCommand({})).catch(() => {})
      await Promise.all(uploads.map(async ({ bucket, key }) => {
        await (await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }))).Body.transformToString()
        await s3.send(new PutObjectCommand({ Bucket: process.env.PROCESSED_BUCKET, Key: key.replace('uploads/', 'processed/').replace('.txt', '.json'), Body: '{}' }))
      }))
    }`)
  await withMapping({ Enabled: false })
  const uploads = await Promise.all(['one', 'two', 'three', 'four', 'five'].map((name) => sandbox.upload(name, { name: `${name}.txt` })))
  await withMapping({ Enabled: true, BatchSize: 10 })
  await sandbox.idle()
  const traces = await Promise.all(uploads.map((upload) => sandbox.traces.of(upload)))
  for (const [i, trace] of traces.entries()) {
    const name = uploads[i]!.key.slice('uploads/'.length, -'.txt'.length)
    expect(trace.keys).toEqual([`uploads/${name}.txt`, `processed/${name}.json`])
    expect(named(trace, 's3:ListBuckets')).toHaveLength(1)
    const [batch] = trace.tree.filter(({ kind }) => kind === 'batch')
    expect(wayTo(trace, batch!).at(-2)).toBe('call kinesis:PutRecord')
    expect(batch!.linked ?? 0).toBe(Number(batch!.attributes['records']) - 1)
  }
  // Five records on the four shards of an on-demand stream: at least one batch had two.
  expect(traces.some((trace) => trace.tree.some(({ linked = 0 }) => linked > 0))).toBe(true)
})

test('a record that always fails: its attempts, the halves of its batch and its end', async () => {
  await replaceProcessor(`export const handler = async (event) => {
    for (const r of event.Records) if (Buffer.from(r.kinesis.data, 'base64').includes('poison')) throw new Error('no such thing')
  }`)
  await withMapping({ Enabled: false })
  const kinesis = await sandbox.clients.kinesis()
  const Records = ['good', 'poison', 'better', 'best'].map((text) => ({ PartitionKey: 'one', Data: Buffer.from(text) }))
  const put = await kinesis.send(new PutRecordsCommand({ StreamName: sandbox.outputs['StreamName'], Records }))
  await withMapping({ Enabled: true, BatchSize: 10, MaximumRetryAttempts: 1, BisectBatchOnFunctionError: true })
  await sandbox.idle()
  const trace = await sandbox.traces.of(put.$metadata.requestId!)
  const tries = trace.tree.filter(({ kind }) => ['batch', 'retry', 'discard'].includes(kind))
  const told = tries.map(({ kind, status, error, attributes: { records, attempt, bisected } }) => [kind, records, attempt, bisected, error?.code ?? status])
  expect(told).toEqual([
    ['batch', 4, 1, undefined, 'FunctionError'],
    ['batch', 2, 1, '2 of 4', 'FunctionError'],
    ['batch', 1, 1, '1 of 2', 'ok'],
    ['batch', 1, 1, '1 of 2', 'FunctionError'],
    ['retry', 1, 2, '1 of 2', 'FunctionError'],
    ['discard', 1, undefined, undefined, 'RetryAttemptsExhausted'],
    ['batch', 2, 1, '2 of 4', 'ok'],
  ])
  const invocations = trace.tree.filter(({ kind, status }) => kind === 'invocation' && status === 'error')
  expect(invocations.map(({ error }) => error)).toEqual(Array.from({ length: 4 }, () => ({ code: 'Error', message: 'no such thing' })))
})

test('what is refused says so, with its reason', async () => {
  const [role] = Object.entries(sandbox.stack.resources).filter(([name, { type }]) => type === 'AWS::IAM::Role' && /upload/i.test(name))
  const iam = await sandbox.clients.iam()
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: 'kinesis:PutRecord', Resource: '*' }] })
  await iam.send(new PutRolePolicyCommand({ RoleName: role![1].ref, PolicyName: 'no', PolicyDocument }))
  await expect(sandbox.upload('hello', { name: 'denied.txt' })).rejects.toThrow(/500/)
  const trace = await sandbox.traces.last()
  const [denied] = named(trace, 'kinesis:PutRecord')
  expect(denied).toMatchObject({ status: 'error', error: { code: 'AccessDeniedException' }, decisions: [{ action: 'kinesis:PutRecord', decision: 'explicitDeny', reason: expect.any(String) }] })
  expect(trace.tree[0]).toMatchObject({ name: 'POST /uploads', status: 'error', error: { code: '500' } })
  await expect(sandbox.upload('hello', { token: await sandbox.token({ bad: 'expired' }) })).rejects.toThrow(/401/)
  const refused = await sandbox.traces.last()
  expect(refused.tree).toMatchObject([{ kind: 'request', error: { code: '401' } }, { kind: 'authorizer', status: 'error', attributes: { decision: 'refused' }, error: { message: 'the token has expired' } }])
  expect((await sandbox.traces.list({ status: 'error', root: 'request' })).map(({ traceId }) => traceId)).toEqual([refused.traceId, trace.traceId])
})

/** What all of these give, some of them under way at a time. */
async function atMost<T>(count: number, work: readonly (() => Promise<T>)[]): Promise<T[]> {
  const results: T[] = []
  let next = 0
  const worker = async () => {
    for (let i = next++; i < work.length; i = next++) results[i] = await work[i]!()
  }
  await Promise.all(Array.from({ length: count }, worker))
  return results
}

async function replaceProcessor(code: string): Promise<void> {
  const lambda = await sandbox.clients.lambda()
  const found = Object.entries(sandbox.stack.resources).find(([name, { type }]) => type === 'AWS::Lambda::Function' && /process/i.test(name))
  await lambda.send(new UpdateFunctionCodeCommand({ FunctionName: found![1].ref, ZipFile: zip({ 'index.mjs': code }) }))
}

async function withMapping(settings: Omit<ConstructorParameters<typeof UpdateEventSourceMappingCommand>[0], 'UUID'>): Promise<void> {
  const [mapping] = Object.values(sandbox.stack.resources).filter(({ type }) => type === 'AWS::Lambda::EventSourceMapping')
  await (await sandbox.clients.lambda()).send(new UpdateEventSourceMappingCommand({ UUID: mapping!.ref, ...settings }))
  await sandbox.idle()
}
