import { AddPermissionCommand, CreateFunctionUrlConfigCommand, InvokeCommand, PutFunctionEventInvokeConfigCommand } from '@aws-sdk/client-lambda'
import { CreateBucketCommand, GetObjectCommand, PutBucketNotificationConfigurationCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { eventually } from '../../testing/engine.ts'
import { lambdaFixture, type LambdaFixture } from '../../testing/lambda.ts'
import type { Span, Trace, TraceSummary } from '../../commands/support/traces.ts'
import type { TraceView } from '../kernel/trace/summary.ts'

let aws: LambdaFixture
let s3: S3Client
beforeAll(async () => {
  aws = await lambdaFixture()
  s3 = new S3Client({ ...aws.engine.client, maxAttempts: 1 })
  await s3.send(new CreateBucketCommand({ Bucket: 'traced' }))
})
beforeEach(() => aws.engine.host.traces.clear())
afterAll(() => aws[Symbol.asyncDispose]())

async function get<T>(path: string): Promise<{ status: number; answer: T }> {
  const response = await fetch(`${aws.engine.endpoint}/_sandbox/${path}`)
  return { status: response.status, answer: (await response.json()) as T }
}
const list = async (query = '') => (await get<{ traces: TraceSummary[]; next?: string }>(`traces${query}`)).answer
/** The clients' types fit what is sent. */
const view = async (id: string): Promise<Trace> => (await get<TraceView>(`traces/${id}`)).answer
const tree = async (id: string): Promise<readonly Span[]> => (await view(id)).tree
/** The only trace there is, as `kind name`, indented by depth, once it has `count` spans. */
async function drawn(count: number): Promise<string[]> {
  const found = await eventually(`${count} spans`, async () => {
    const [one] = (await list()).traces
    return one && one.spans >= count && one.status !== 'running' ? one : undefined
  })
  const depths = new Map<string, number>()
  return (await tree(found.traceId)).map(({ spanId, parentId, kind, name }) => {
    const depth = parentId === undefined ? 0 : (depths.get(parentId) ?? -1) + 1
    depths.set(spanId, depth)
    return `${'  '.repeat(depth)}${kind} ${name}`
  })
}
const put = (Key: string, Body = 'text') => s3.send(new PutObjectCommand({ Bucket: 'traced', Key, Body }))
const functionArn = (name: string) => `arn:aws:lambda:us-east-1:000000000000:function:${name}`
const PUT = `import { S3Client, PutObjectCommand } from '@aws-sdk/client-s3'
const s3 = new S3Client({})
export const handler = async () => { await s3.send(new PutObjectCommand({ Bucket: 'traced', Key: 'by/a-function', Body: 'text' })) }`

test('newest first, page by page, by key, request id and status', async () => {
  const puts = []
  for (const key of ['a/1', 'a/2', 'b/2']) puts.push(await put(key))
  await expect(s3.send(new GetObjectCommand({ Bucket: 'traced', Key: 'none' }))).rejects.toThrow()
  const all = await list()
  expect(all.traces.map(({ name, keys, status, errors }) => [name, keys, status, errors])).toEqual([
    ['s3:GetObject', ['none'], 'error', 1], ['s3:PutObject', ['b/2'], 'ok', 0], ['s3:PutObject', ['a/2'], 'ok', 0], ['s3:PutObject', ['a/1'], 'ok', 0],
  ])
  const first = await list('?limit=3')
  expect([first.traces.length, (await list(`?limit=3&after=${first.next}`)).traces]).toEqual([3, [all.traces[3]]])
  const keysOf = async (query: string) => (await list(query)).traces.flatMap(({ keys }) => keys)
  expect(await keysOf('?key=2')).toEqual(['b/2', 'a/2'])
  expect(await keysOf('?key=a/2')).toEqual(['a/2'])
  expect(await keysOf(`?requestId=${puts[0]!.$metadata.requestId}`)).toEqual(['a/1'])
  expect(await keysOf('?status=error')).toEqual(['none'])
  expect(await keysOf('?account=111111111111')).toEqual([])
  expect(await keysOf('?root=request')).toEqual([])
})

test('what makes no sense, or is not there, is said', async () => {
  expect(await get('traces?limit=none')).toEqual({ status: 400, answer: { message: 'limit is a number from 1.' } })
  expect(await get('traces?status=bad')).toEqual({ status: 400, answer: { message: 'status is one of ok, error, running.' } })
  const id = '1-00000000-000000000000000000000000'
  expect(await get(`traces/${id}`)).toEqual({ status: 404, answer: { message: `There is no trace ${id} (any more).` } })
})

test('the feed tells of spans as they end and of traces that changed', async () => {
  const over = new AbortController()
  const response = await fetch(`${aws.engine.endpoint}/_sandbox/events`, { signal: over.signal })
  expect(response.headers.get('content-type')).toBe('text/event-stream')
  let text = ''
  const reading = (async () => {
    for await (const chunk of response.body!) text += Buffer.from(chunk).toString()
  })().catch(() => {})
  await put('told')
  const data = (event: string) => [...text.matchAll(new RegExp(`^event: ${event}\ndata: (.*)\n\n`, 'gm'))].map(([, json]) => JSON.parse(json!) as { name: string; traceId: string })
  await eventually('a summary', () => (data('trace').length > 0 ? true : undefined))
  const [span] = data('span')
  expect(span).toMatchObject({ name: 's3:PutObject', status: 'ok', attributes: { bucket: 'traced', key: 'told', size_bytes: 4 } })
  expect(data('trace')).toMatchObject([{ traceId: span!.traceId, spans: 1, keys: ['told'] }])
  over.abort()
  await reading
})

test('an invocation leads to what the function calls, also where its client sends no header', async () => {
  const name = await aws.create({ 'index.mjs': `delete process.env.AWS_LAMBDA_FUNCTION_NAME; ${PUT}` })
  aws.engine.host.traces.clear()
  await aws.invoke(name)
  expect(await drawn(4)).toEqual(['call lambda:Invoke', `  invocation ${name}`, `    init ${name} init`, '    call s3:PutObject'])
  aws.engine.host.traces.clear()
  await aws.invoke(name)
  expect(await drawn(3)).toEqual(['call lambda:Invoke', `  invocation ${name}`, '    call s3:PutObject'])
})

test('an event\'s invocations belong to who sent it, each attempt for itself', async () => {
  const name = await aws.create({ 'index.mjs': `export const handler = () => { throw new Error('no') }` })
  await aws.client.send(new PutFunctionEventInvokeConfigCommand({ FunctionName: name, MaximumRetryAttempts: 0 }))
  aws.engine.host.traces.clear()
  await aws.client.send(new InvokeCommand({ FunctionName: name, InvocationType: 'Event' }))
  expect((await drawn(3)).slice(0, 2)).toEqual(['call lambda:Invoke', `  invocation ${name}`])
  const [one] = (await list()).traces
  expect((await tree(one!.traceId))[1]).toMatchObject({ status: 'error', error: { code: 'Error', message: 'no' } })
})

test('what a bucket\'s notification sets off belongs to the put', async () => {
  const name = await aws.create({ 'index.mjs': 'export const handler = () => {}' })
  await aws.client.send(new AddPermissionCommand({ FunctionName: name, StatementId: 's3', Action: 'lambda:InvokeFunction', Principal: 's3.amazonaws.com' }))
  const LambdaFunctionConfigurations = [{ LambdaFunctionArn: functionArn(name), Events: ['s3:ObjectCreated:*' as const], Filter: { Key: { FilterRules: [{ Name: 'prefix' as const, Value: 'watched/' }] } } }]
  await s3.send(new PutBucketNotificationConfigurationCommand({ Bucket: 'traced', NotificationConfiguration: { LambdaFunctionConfigurations } }))
  aws.engine.host.traces.clear()
  await put('watched/key')
  expect((await drawn(4)).slice(0, 3)).toEqual(['call s3:PutObject', '  call lambda:Invoke', `    invocation ${name}`])
})

test('a function URL is a request, with the client\'s own trace where it has one', async () => {
  const name = await aws.create({ 'index.mjs': 'export const handler = (event) => ({ statusCode: 200, body: event.headers["x-amzn-trace-id"] + " " + process.env._X_AMZN_TRACE_ID })' })
  const { FunctionUrl } = await aws.client.send(new CreateFunctionUrlConfigCommand({ FunctionName: name, AuthType: 'NONE' }))
  const allow = (more: object) => aws.client.send(new AddPermissionCommand({ FunctionName: name, Principal: '*', StatementId: JSON.stringify(Object.keys(more)).replace(/\W/g, ''), ...more } as never))
  await allow({ Action: 'lambda:InvokeFunctionUrl', FunctionUrlAuthType: 'NONE' })
  await allow({ Action: 'lambda:InvokeFunction', InvokedViaFunctionUrl: true })
  aws.engine.host.traces.clear()
  const traceId = '1-65a0b1c2-0123456789abcdef01234567'
  const answer = await (await fetch(`${FunctionUrl}some/path`, { headers: { 'x-amzn-trace-id': `Root=${traceId};Parent=53995c3f42cd8ad8;Sampled=1` } })).text()
  expect((await drawn(3)).slice(0, 2)).toEqual(['request GET /some/path', `  invocation ${name}`])
  const [request, invocation] = await tree(traceId)
  expect(request!.parentId).toBe('53995c3f42cd8ad8')
  expect(answer).toBe(`Root=${traceId};Parent=53995c3f42cd8ad8;Sampled=1 Root=${traceId};Parent=${invocation!.spanId};Sampled=1`)
})
