import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { startFakeAws, type FakeAws } from '../fake-aws.ts'
import type { KinesisEvent } from './event.ts'
import { hasBoto3, startPython, type PythonProcessor } from './python.ts'

const UP = 'stack-uploads-000000000000'
const DOWN = 'stack-processed-000000000000'

let aws: FakeAws
let python: PythonProcessor | undefined

const boto3 = hasBoto3('python3')
if (!boto3) console.warn('app.py is not tested: python3 cannot import boto3 (pip install boto3)')

beforeAll(async () => {
  aws = await startFakeAws()
  const settings = { ...aws.environment, PROCESSED_BUCKET: DOWN }
  for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value)
  if (boto3) python = startPython(settings)
}, 30_000)

beforeEach(() => aws.reset())

afterAll(() => {
  python?.close()
  aws.close()
  vi.unstubAllEnvs()
})

const inTypeScript: PythonProcessor['handle'] = async (event) => {
  // Imported only now: the client reads the environment when the module loads.
  const { handler } = await import('./index.ts')
  const logs: string[] = []
  const collect = (line: unknown) => void logs.push(String(line))
  const methods = ['log', 'warn', 'error'] as const
  const spies = methods.map((method) => vi.spyOn(console, method).mockImplementation(collect))
  const result = await handler(event)
  for (const spy of spies) spy.mockRestore()
  return { result, logs }
}

const inPython: PythonProcessor['handle'] = async (event) => {
  if (!python) throw new Error('python is not running')
  return await python.handle(event)
}

const eventOf = (...data: readonly unknown[]): KinesisEvent => ({
  Records: data.map((item, index) => {
    const text = typeof item === 'string' ? item : JSON.stringify(item)
    return { kinesis: { sequenceNumber: `${index + 1}`, data: Buffer.from(text).toString('base64') } }
  }),
})

const named = (filename: string) => ({ bucket: UP, key: `uploads/${filename}`, requestId: 'r', userSub: 'u' })

const upload = (filename: string, text: string) => {
  aws.objects.set(`${UP}/uploads/${filename}`, { text, contentType: 'text/plain' })
  return named(filename)
}

const processed = (filename: string) => aws.objects.get(`${DOWN}/processed/${filename}`)

describe.each([
  { language: 'TypeScript', run: inTypeScript, available: true },
  { language: 'Python', run: inPython, available: boto3 },
])('the processor in $language', { timeout: 30_000 }, ({ run, available }) => {
  const check = test.skipIf(!available)

  check('writes the upper-cased text under processed/, keeping folders, spaces and plus signs', async () => {
    const { result, logs } = await run(eventOf(upload('d/a b+c.txt', 'straße, été 🌍 שלום'), upload('empty.txt', '')))
    expect(result).toEqual({ batchItemFailures: [] })
    const contentType = 'text/plain; charset=utf-8'
    expect(processed('d/a b+c.txt')).toEqual({ text: 'STRASSE, ÉTÉ 🌍 שלום', contentType })
    expect(processed('empty.txt')).toEqual({ text: '', contentType })
    expect(logs).toHaveLength(2)
    const source = `s3://${UP}/uploads/empty.txt`
    expect(JSON.parse(logs[1] ?? '')).toEqual({ message: 'processed', source, target: `s3://${DOWN}/processed/empty.txt` })
  })

  check('passes on which upload the text came from', async () => {
    aws.objects.set(`${UP}/uploads/a.txt`, { text: 'a', contentType: 'text/plain', requestId: 'request-7' })
    await run(eventOf(named('a.txt')))
    expect(processed('a.txt')).toMatchObject({ text: 'A', requestId: 'request-7' })
  })

  check.each([
    ['not JSON', '{', 'data is not JSON'],
    ['an array', [], 'data is not a JSON object'],
    ['null', null, 'data is not a JSON object'],
    ['without a bucket', { key: 'uploads/x' }, 'member "bucket" is not a bucket name'],
    ['with an ARN for a bucket', { bucket: 'arn:aws:s3:::b', key: 'uploads/x' }, 'member "bucket" is not a bucket name'],
    ['without a key', { bucket: UP }, 'member "key" is not a string'],
    ['with half a character in its key', `{"bucket":"${UP}","key":"uploads/\\ud800"}`, 'member "key" is not a string'],
    ['of another folder', { bucket: UP, key: 'other/x' }, 'key "other/x" is not under uploads/'],
    ['of the folder itself', { bucket: UP, key: 'uploads/' }, 'key "uploads/" is not under uploads/'],
    ['of an object that is gone', named('gone.txt'), 'NoSuchKey'],
  ])('passes over a record %s, says why, and does its neighbours', async (_name, bad, reason) => {
    const { result, logs } = await run(eventOf(upload('1.txt', 'one'), bad, upload('3.txt', 'three')))
    expect(result).toEqual({ batchItemFailures: [] })
    expect([processed('1.txt')?.text, processed('3.txt')?.text]).toEqual(['ONE', 'THREE'])
    const line = JSON.parse(logs[1] ?? '') as { reason: string }
    expect(line).toMatchObject({ message: 'record skipped', sequenceNumber: '2' })
    expect(line.reason).toContain(reason)
  })

  check('passes over an object it may not read, which is how S3 says that it is gone', async () => {
    aws.failures.set(`GET ${UP}/uploads/gone.txt`, { status: 403, code: 'AccessDenied' })
    const { result } = await run(eventOf(named('gone.txt'), upload('2.txt', 'two')))
    expect(result).toEqual({ batchItemFailures: [] })
    expect(processed('2.txt')?.text).toBe('TWO')
  })

  check.each([
    ['reading meets a busy S3', `GET ${UP}/uploads/2.txt`, 503, 'SlowDown'],
    ['reading meets expired credentials', `GET ${UP}/uploads/2.txt`, 400, 'ExpiredToken'],
    ['writing meets a busy S3', `PUT ${DOWN}/processed/2.txt`, 503, 'SlowDown'],
    ['writing is not allowed', `PUT ${DOWN}/processed/2.txt`, 403, 'AccessDenied'],
  ])('when %s, hands back the batch from that record on', async (_name, call, status, code) => {
    aws.failures.set(call, { status, code })
    const { result, logs } = await run(eventOf(upload('1.txt', '1'), upload('2.txt', '2'), upload('3.txt', '3')))
    expect(result).toEqual({ batchItemFailures: [{ itemIdentifier: '2' }] })
    expect(aws.requests).not.toContain(`GET ${UP}/uploads/3.txt`)
    expect(processed('1.txt')?.text).toBe('1')
    expect(logs[1]).toContain(code)
  })

  check('takes the sample event of fixtures/', async () => {
    const sample = new URL('../../fixtures/events/kinesis.json', import.meta.url)
    const event = JSON.parse(readFileSync(sample, 'utf8')) as KinesisEvent
    const { result } = await run(event)
    expect(result).toEqual({ batchItemFailures: [] })
    expect(aws.requests).toHaveLength(event.Records.length)
  })
})

test('a missing setting fails the invocation instead of each record', async () => {
  vi.stubEnv('PROCESSED_BUCKET', '')
  await expect(inTypeScript(eventOf(named('a.txt')))).rejects.toThrow('environment variable PROCESSED_BUCKET is not set')
})
