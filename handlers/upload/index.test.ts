import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { startFakeAws, type FakeAws } from '../fake-aws.ts'
import type { HttpApiEvent } from './event.ts'

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

let aws: FakeAws
let handler: typeof import('./index.ts').handler

beforeAll(async () => {
  aws = await startFakeAws()
  const settings = { ...aws.environment, UPLOAD_BUCKET: 'up', STREAM_NAME: 'uploads-stream' }
  for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value)
  // After the environment is set: the clients read it when the module loads.
  ;({ handler } = await import('./index.ts'))
}, 30_000)

beforeEach(() => {
  aws.reset()
  vi.restoreAllMocks()
  vi.spyOn(console, 'log').mockImplementation(() => {})
  vi.spyOn(console, 'warn').mockImplementation(() => {})
})

afterAll(() => {
  aws.close()
  vi.unstubAllEnvs()
})

const event = (body?: string): HttpApiEvent => ({
  ...(body === undefined ? {} : { body }),
  requestContext: { requestId: 'request-1', authorizer: { jwt: { claims: { sub: 'user-1' } } } },
})

const send = async (event: HttpApiEvent) => {
  const { statusCode, headers, body } = await handler(event)
  expect(headers).toEqual({ 'content-type': 'application/json' })
  return { statusCode, body: JSON.parse(body) as { message: string; s3?: { bucket: string; key: string } } }
}

describe('an accepted upload', () => {
  test('is stored, then queued, then answered with its place', async () => {
    const answer = await send(event(JSON.stringify({ filename: 'a b+c.txt', content: 'héllo 🌍' })))
    const s3 = { bucket: 'up', key: 'uploads/a b+c.txt' }
    expect(answer).toEqual({ statusCode: 200, body: { message: 'Uploaded and queued for processing', s3 } })
    expect(aws.objects.get('up/uploads/a b+c.txt')).toEqual({
      text: 'héllo 🌍',
      contentType: 'text/plain',
      requestId: 'request-1',
    })
    expect(aws.requests).toEqual(['PUT up/uploads/a b+c.txt', 'PutRecord'])
  })

  test('is described by its record', async () => {
    await send(event('{"filename":"a.txt","content":"x"}'))
    await send(event('{"filename":"a.txt","content":"x"}'))
    const [first, second] = aws.records
    const data = JSON.parse(Buffer.from(first?.Data ?? '', 'base64').toString()) as Record<string, unknown>
    const iso = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
    const known = { bucket: 'up', key: 'uploads/a.txt', requestId: 'request-1', userSub: 'user-1' }
    expect(data).toEqual({ ...known, uploadedAt: iso })
    expect(first).toMatchObject({ StreamName: 'uploads-stream', PartitionKey: expect.stringMatching(UUID) })
    expect(second?.PartitionKey).not.toBe(first?.PartitionKey)
  })

  test('may come through a REST API, whose events say who is calling in another place', async () => {
    const { statusCode } = await send({ body: null, requestContext: { requestId: 'request-2', authorizer: { claims: { sub: 'user-2' } } } })
    expect(statusCode).toBe(200)
    expect(JSON.parse(Buffer.from(aws.records[0]?.Data ?? '', 'base64').toString())).toMatchObject({ userSub: 'user-2' })
  })

  test('leaves one line of JSON in the log', async () => {
    await send(event('{"filename":"a.txt"}'))
    const lines = vi.mocked(console.log).mock.calls
    expect(lines).toHaveLength(1)
    expect(JSON.parse(String(lines[0]))).toMatchObject({ message: 'uploaded', key: 'uploads/a.txt', userSub: 'user-1' })
  })

  test.each([undefined, '', '{}'])('with body %j gets a generated name and no content', async (body) => {
    const { statusCode, body: answer } = await send(event(body))
    expect(statusCode).toBe(200)
    expect(answer.s3?.key).toMatch(/^uploads\/[0-9a-f-]{36}\.txt$/)
    expect(aws.objects.get(`up/${answer.s3?.key}`)?.text).toBe('')
    expect(console.warn).not.toHaveBeenCalled()
  })

  test.each(['folder/deep.txt', '..a', 'a..', 'שלום.txt', 'n'.repeat(1014)])('may be named %j', async (filename) => {
    expect((await send(event(JSON.stringify({ filename })))).body.s3?.key).toBe(`uploads/${filename}`)
  })

  test('may arrive in base64', async () => {
    const body = Buffer.from('{"filename":"b.txt","content":"ü"}').toString('base64')
    expect((await send({ ...event(body), isBase64Encoded: true })).statusCode).toBe(200)
    expect(aws.objects.get('up/uploads/b.txt')?.text).toBe('ü')
  })

  test('may be the sample event of fixtures/', async () => {
    const sample = new URL('../../fixtures/events/upload.json', import.meta.url)
    expect((await send(JSON.parse(readFileSync(sample, 'utf8')) as HttpApiEvent)).statusCode).toBe(200)
    expect(JSON.parse(Buffer.from(aws.records[0]?.Data ?? '', 'base64').toString())).toHaveProperty('userSub', expect.stringMatching(UUID))
  })
})

describe('a refused upload stores nothing, queues nothing and says why', () => {
  const name = (filename: unknown) => JSON.stringify({ filename })
  test.each([
    ['{', 'body is not valid JSON'],
    [' ', 'body is not valid JSON'],
    ['[]', 'body must be a JSON object, not an array'],
    ['null', 'body must be a JSON object, not null'],
    ['"a"', 'body must be a JSON object, not a string'],
    [name(7), 'filename must be a string, not a number'],
    [name(null), 'filename must be a string, not null'],
    ['{"content":{}}', 'content must be a string, not an object'],
    [name(''), 'filename must not be empty'],
    [name('/etc/passwd'), 'filename must not start with "/"'],
    [name('..\\x'), 'filename must not contain a backslash'],
    [name('../x'), 'filename must not contain a ".." segment'],
    [name('a/../../x'), 'filename must not contain a ".." segment'],
    [name('a/..'), 'filename must not contain a ".." segment'],
    [name('a\nb'), 'filename must not contain control characters'],
    [name('a\u007f'), 'filename must not contain control characters'],
    ['{"filename":"\\ud800"}', 'filename must be well-formed Unicode'],
    [name('n'.repeat(1015)), 'filename must be at most 1014 bytes of UTF-8, not 1015'],
    [name('é'.repeat(508)), 'filename must be at most 1014 bytes of UTF-8, not 1016'],
  ])('%s', async (body, message) => {
    expect(await send(event(body))).toEqual({ statusCode: 400, body: { message } })
    expect(aws.requests).toEqual([])
  })

  test('base64 that is not UTF-8', async () => {
    const answer = await send({ ...event(Buffer.from([0x7b, 0xff]).toString('base64')), isBase64Encoded: true })
    expect(answer).toEqual({ statusCode: 400, body: { message: 'body is not valid UTF-8' } })
  })
})

describe('a failure of ours is thrown, for the HTTP API to answer 500', () => {
  test('S3 refuses: nothing is queued', async () => {
    aws.failures.set('PUT up/uploads/a.txt', { status: 403, code: 'AccessDenied' })
    await expect(handler(event('{"filename":"a.txt"}'))).rejects.toThrow(expect.objectContaining({ name: 'AccessDenied' }))
    expect(aws.records).toEqual([])
  })

  test('Kinesis refuses', async () => {
    aws.failures.set('PutRecord', { status: 400, code: 'ProvisionedThroughputExceededException' })
    const error = { name: 'ProvisionedThroughputExceededException' }
    await expect(handler(event('{"filename":"a.txt"}'))).rejects.toMatchObject(error)
  })

  test('a setting is missing', async () => {
    vi.stubEnv('UPLOAD_BUCKET', '')
    try {
      await expect(handler(event('{}'))).rejects.toThrow('environment variable UPLOAD_BUCKET is not set')
    } finally {
      vi.stubEnv('UPLOAD_BUCKET', 'up')
    }
  })
})
