import { execFileSync } from 'node:child_process'
import { request } from 'node:http'
import { join } from 'node:path'
import { CreateStreamCommand, KinesisClient } from '@aws-sdk/client-kinesis'
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { packageRoot } from '../../package-root.ts'
import { createTestEngine, type TestEngine } from '../../testing/engine.ts'

let engine: TestEngine
beforeAll(async () => void (engine = await createTestEngine()))
afterAll(() => engine.stop())

async function call(path: string, input: object): Promise<{ status: number; answer: Record<string, unknown> }> {
  const response = await fetch(`${engine.endpoint}/_sandbox/call/${path}`, { method: 'POST', body: JSON.stringify(input) })
  return { status: response.status, answer: (await response.json()) as Record<string, unknown> }
}

/** With headers that `fetch` does not let one set, as a browser sets them. */
function send(method: string, path: string, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port: engine.port, method, path, headers }, (response) => {
      response.resume()
      response.on('end', () => resolve(response.statusCode!))
    })
    sent.on('error', reject).end()
  })
}

test('an operation is called with JSON, bytes and times in it, in an account of choice', async () => {
  expect(await call('s3/CreateBucket?account=111111111111', { Bucket: 'through-json' })).toMatchObject({ status: 200 })
  await call('s3/PutObject?account=111111111111', { Bucket: 'through-json', Key: 'k', Body: { $base64: Buffer.from([0, 255, 7]).toString('base64') } })
  const { answer } = await call('s3/GetObject?account=111111111111', { Bucket: 'through-json', Key: 'k' })
  expect(answer).toMatchObject({ Body: { $base64: 'AP8H' }, ContentLength: 3, LastModified: expect.stringMatching(/^\d{4}-.*Z$/) })
  expect((await call('s3/ListBuckets', {})).answer).toMatchObject({ Buckets: [] })
})

test('what an operation refuses is said with its code', async () => {
  expect(await call('kinesis/DescribeStreamSummary', { StreamName: 'nowhere' })).toMatchObject({ status: 400, answer: { code: 'ResourceNotFoundException', message: expect.stringContaining('nowhere') } })
  expect(await call('kinesis/NoSuchThing', {})).toMatchObject({ status: 501 })
  expect((await fetch(`${engine.endpoint}/_sandbox/call/s3/ListBuckets`, { method: 'POST', body: '[1' })).status).toBe(400)
})

test('looking is no news: neither journal nor traces have it, and faults do not strike it', async () => {
  const happened = async () => {
    const [{ entries }, { traces }] = (await Promise.all(['journal', 'traces'].map(async (name) => (await fetch(`${engine.endpoint}/_sandbox/${name}`)).json()))) as [{ entries: object[] }, { traces: object[] }]
    return [entries.length, traces.length]
  }
  await fetch(`${engine.endpoint}/_sandbox/faults`, { method: 'POST', body: JSON.stringify({ service: 's3', error: 'SlowDown' }) })
  const before = await happened()
  expect((await call('s3/ListBuckets', {})).status).toBe(200)
  expect((await call('kinesis/DescribeStreamSummary', { StreamName: 'nowhere' })).status).toBe(400)
  expect((await fetch(`${engine.endpoint}/_sandbox/state`)).status).toBe(200)
  expect(await happened()).toEqual(before)
  expect((await call('s3/DeleteBucket', { Bucket: 'not-there' })).answer).toMatchObject({ code: 'SlowDown' })
  expect(await happened()).toEqual([before[0]! + 1, before[1]])
  await fetch(`${engine.endpoint}/_sandbox/faults`, { method: 'DELETE' })
})

test('the state has what is there, by account and region', async () => {
  const kinesis = new KinesisClient({ ...engine.client, credentials: { accessKeyId: '222222222222', secretAccessKey: 'test' }, region: 'eu-west-1' })
  await kinesis.send(new CreateStreamCommand({ StreamName: 'far', ShardCount: 1 }))
  kinesis.destroy()
  const state = async (query: string) => (await (await fetch(`${engine.endpoint}/_sandbox/state${query}`)).json()) as { streams: { name: string }[]; places: object[] }
  const far = await state('?account=222222222222&region=eu-west-1')
  expect(far.streams.map(({ name }) => name)).toEqual(['far'])
  expect(far.places).toContainEqual({ account: '222222222222', region: 'eu-west-1' })
  expect((await state('')).streams).toEqual([])
})

test('an object is shown as what it is, and cannot act as a page of ours', async () => {
  const s3 = new S3Client({ ...engine.client, forcePathStyle: true })
  await s3.send(new CreateBucketCommand({ Bucket: 'shown' }))
  await s3.send(new PutObjectCommand({ Bucket: 'shown', Key: 'a/ü.html', Body: '<p>', ContentType: 'text/html' }))
  s3.destroy()
  const url = `${engine.endpoint}/_sandbox/state/object?bucket=shown&key=${encodeURIComponent('a/ü.html')}`
  const shown = await fetch(url)
  expect([shown.headers.get('content-type'), await shown.text()]).toEqual(['text/html', '<p>'])
  expect(shown.headers.get('content-security-policy')).toContain('sandbox')
  expect((await fetch(`${url}&download`)).headers.get('content-disposition')).toBe("attachment; filename*=UTF-8''%C3%BC.html")
  expect((await fetch(`${engine.endpoint}/_sandbox/state/object?bucket=shown&key=no`)).status).toBe(404)
})

test('the page takes nothing from elsewhere and runs no inline script but its import map', async () => {
  const page = await fetch(`${engine.endpoint}/_sandbox/`)
  const policy = page.headers.get('content-security-policy')!
  expect(policy).toMatch(/default-src 'none'; script-src 'self' 'sha256-[^']+';/)
  expect(policy).not.toMatch(/unsafe|https?:|\*/)
  const root = /\/_sandbox\/dashboard\/v-[0-9a-f]{16}\//.exec(await page.text())![0]
  expect((await fetch(`${engine.endpoint}${root}lib/live.js`)).headers.get('cache-control')).toContain('immutable')
  expect((await fetch(`${engine.endpoint}/_sandbox/dashboard/lib/live.js`)).headers.get('cache-control')).toBe('no-cache')
  const library = await fetch(`${engine.endpoint}/_sandbox/dashboard/vendor/preact.js`)
  expect([library.status, library.headers.get('content-type')]).toEqual([200, 'text/javascript; charset=utf-8'])
  for (const path of ['no.js', 'vendor/no.js', '../package.json', '%2e%2e/%2e%2e/package.json', 'lib/../../../package.json'])
    expect([path, await send('GET', `/_sandbox/dashboard/${path}`, {})]).toEqual([path, 404])
})

const own = () => `127.0.0.1:${engine.port}`

test('pages of other origins change nothing', async () => {
  const reset = (headers: Record<string, string>) => send('POST', '/_sandbox/clock', { host: own(), ...headers })
  expect(await reset({ origin: 'https://evil.example' })).toBe(403)
  expect(await reset({ 'sec-fetch-site': 'cross-site' })).toBe(403)
  expect(await reset({ 'sec-fetch-site': 'same-site', origin: 'http://127.0.0.1:3000' })).toBe(403)
  expect(await reset({ origin: 'null' })).toBe(403)
  expect(await reset({ 'sec-fetch-site': 'same-origin', origin: `http://${own()}` })).toBe(400)
  expect(await reset({})).toBe(400)
})

test('names of others that lead here are refused, also for reading', async () => {
  for (const host of ['evil.example', `evil.example:${engine.port}`, '127.0.0.1.evil.example', 'localhost.evil.example'])
    expect([host, await send('GET', '/_sandbox/checkpoint', { host })]).toEqual([host, 403])
  for (const host of [own(), 'localhost', 'sandbox:4566', '[::1]:4566', 'api.localhost', 'host.docker.internal:4566', '192.168.1.7'])
    expect([host, await send('GET', '/_sandbox/health', { host })]).toEqual([host, 200])
})

test('the page\'s scripts fit their types', { timeout: 60_000 }, () => {
  execFileSync(join(packageRoot(), 'node_modules/.bin/tsc'), ['--noEmit', '-p', join(packageRoot(), 'sandbox/dashboard')])
})
