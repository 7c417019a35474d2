import { CreateBucketCommand, PutBucketCorsCommand, PutObjectCommand, S3Client, type CORSRule } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createTestEngine, type TestEngine } from '../../../testing/engine.ts'
import { errorOf, send } from '../../../testing/signed.ts'
import { matchesWildcard } from './cors.ts'

const Bucket = 'a-bucket'
const VARY = 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method'
const ORIGIN = 'https://app.example.com'

let engine: TestEngine
let s3: S3Client
beforeAll(async () => {
  engine = await createTestEngine({ iam: 'off' })
  s3 = new S3Client(engine.client)
})
beforeEach(async () => {
  await engine.reset()
  await s3.send(new CreateBucketCommand({ Bucket }))
  await s3.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'content' }))
})
afterAll(() => engine.stop())

const rules = (...CORSRules: CORSRule[]) => s3.send(new PutBucketCorsCommand({ Bucket, CORSConfiguration: { CORSRules } }))

const ask = (method: string, headers: Record<string, string>, path = `/${Bucket}/k`) =>
  send(engine.port, { method, path, query: {}, headers, body: '' })

const corsOf = (headers: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => name.startsWith('access-control-') || name === 'vary'))

const preflight = (method: string, origin = ORIGIN, headers?: string) =>
  ask('OPTIONS', { origin, 'access-control-request-method': method, ...(headers === undefined ? {} : { 'access-control-request-headers': headers }) })

// Answers that S3 gave, of the User Guide's "Troubleshooting CORS" and of recordings.
describe('a preflight', () => {
  test('that a rule allows', async () => {
    await rules({ AllowedMethods: ['GET', 'PUT'], AllowedOrigins: [ORIGIN], AllowedHeaders: ['x-amz-*', 'Content-Type'], ExposeHeaders: ['ETag', 'x-amz-request-id'], MaxAgeSeconds: 3000 })
    const answer = await preflight('PUT', ORIGIN, 'content-type, X-Amz-Meta-A')
    expect([answer.status, answer.body, answer.headers['content-length'], answer.headers['server']]).toEqual([200, '', '0', 'AmazonS3'])
    expect(answer.headers['x-amz-request-id']).toMatch(/^[0-9A-F]{16}$/)
    expect(corsOf(answer.headers)).toEqual({
      'access-control-allow-origin': ORIGIN,
      'access-control-allow-methods': 'GET, PUT',
      'access-control-allow-headers': 'content-type, x-amz-meta-a',
      'access-control-expose-headers': 'ETag, x-amz-request-id',
      'access-control-max-age': '3000',
      'access-control-allow-credentials': 'true',
      vary: VARY,
    })
  })

  test('from any origin carries no credentials', async () => {
    await rules({ AllowedMethods: ['GET'], AllowedOrigins: ['*'] })
    expect(corsOf((await preflight('GET')).headers)).toEqual({ 'access-control-allow-origin': '*', 'access-control-allow-methods': 'GET', vary: VARY })
  })

  test('takes the first rule that fits', async () => {
    await rules({ AllowedMethods: ['GET'], AllowedOrigins: ['*'] }, { AllowedMethods: ['PUT'], AllowedOrigins: ['https://*.example.com'], MaxAgeSeconds: 1 })
    expect(corsOf((await preflight('PUT')).headers)).toMatchObject({ 'access-control-allow-origin': ORIGIN, 'access-control-max-age': '1' })
    expect(corsOf((await preflight('GET')).headers)).toMatchObject({ 'access-control-allow-origin': '*' })
  })

  const NOT_ALLOWED = "CORSResponse: This CORS request is not allowed. This is usually because the evalution of Origin, request method / Access-Control-Request-Method or Access-Control-Request-Headers are not whitelisted by the resource's CORS spec."
  test.each([
    ['another origin', 'GET', 'https://evil.example.org', undefined],
    ['another scheme', 'GET', 'http://app.example.com', undefined],
    ['another method', 'PUT', ORIGIN, undefined],
    ['a header that no rule names', 'GET', ORIGIN, 'x-other'],
  ])('with %s', async (_what, method, origin, headers) => {
    await rules({ AllowedMethods: ['GET'], AllowedOrigins: [ORIGIN], AllowedHeaders: ['x-amz-*'] })
    const answer = await preflight(method, origin, headers)
    expect(errorOf(answer)).toMatchObject({ status: 403, Code: 'AccessForbidden', Message: NOT_ALLOWED, Method: method, ResourceType: 'OBJECT' })
    expect(corsOf(answer.headers)).toEqual({})
  })

  test.each<[string, Record<string, string>, string, object]>([
    ['no origin', {}, `/${Bucket}`, { status: 400, Code: 'BadRequest', Message: 'Insufficient information. Origin request header needed.' }],
    ['no rules', { origin: ORIGIN }, `/${Bucket}`, { status: 403, Code: 'AccessForbidden', Message: 'CORSResponse: CORS is not enabled for this bucket.', Method: 'OPTIONS', ResourceType: 'BUCKET' }],
    ['no rules, with a method', { origin: ORIGIN, 'access-control-request-method': 'PUT' }, `/${Bucket}/`, { status: 403, Method: 'PUT', ResourceType: 'BUCKET' }],
    ['no bucket', { origin: ORIGIN }, '/none', { status: 403, Code: 'AccessForbidden', Message: 'CORSResponse: Bucket not found', Method: 'OPTIONS', ResourceType: 'BUCKET' }],
  ])('where there is %s', async (_what, headers, path, refusal) => {
    expect(errorOf(await ask('OPTIONS', headers, path))).toMatchObject(refusal)
  })

  test('without a method', async () => {
    await rules({ AllowedMethods: ['GET'], AllowedOrigins: ['*'] })
    expect(errorOf(await ask('OPTIONS', { origin: ORIGIN }))).toMatchObject({ status: 400, Code: 'BadRequest', Message: 'Invalid Access-Control-Request-Method: null' })
  })
})

describe('a request from another origin', () => {
  test('is answered with what the page may see', async () => {
    await rules({ AllowedMethods: ['GET'], AllowedOrigins: [ORIGIN], ExposeHeaders: ['ETag'], MaxAgeSeconds: 60 })
    const answer = await ask('GET', { origin: ORIGIN })
    expect(answer.body).toBe('content')
    expect(corsOf(answer.headers)).toEqual({
      'access-control-allow-origin': ORIGIN,
      'access-control-allow-methods': 'GET',
      'access-control-expose-headers': 'ETag',
      'access-control-max-age': '60',
      'access-control-allow-credentials': 'true',
      vary: VARY,
    })
  })

  test('is served without them where no rule fits', async () => {
    await rules({ AllowedMethods: ['GET'], AllowedOrigins: [ORIGIN] })
    for (const headers of [{ origin: 'https://other.example' }, { origin: ORIGIN, 'access-control-request-method': 'PUT' }, {}]) {
      const answer = await ask('GET', headers)
      expect([answer.status, corsOf(answer.headers)]).toEqual([200, {}])
    }
  })

  test('may read an error', async () => {
    await rules({ AllowedMethods: ['GET'], AllowedOrigins: ['*'] })
    const answer = await ask('GET', { origin: ORIGIN }, `/${Bucket}/none`)
    expect([answer.status, answer.headers['access-control-allow-origin']]).toEqual([404, '*'])
  })
})

test.each([
  ['*', 'anything', true],
  ['http*', 'https://a', true],
  ['https://*.example.com', 'https://a.b.example.com', true],
  ['https://*.example.com', 'https://example.com', false],
  ['ab*ba', 'aba', false],
  ['a.c', 'abc', false],
])('%s over %s: %s', (pattern, text, expected) => expect(matchesWildcard(pattern, text)).toBe(expected))

test.each([
  ['AllowedOrigin', { AllowedOrigins: ['https://*.a.*'], AllowedMethods: ['GET'] }, 'AllowedOrigin "https://*.a.*" can not have more than one wildcard.'],
  ['AllowedHeader', { AllowedOrigins: ['*'], AllowedMethods: ['GET'], AllowedHeaders: ['x-*-*'] }, 'AllowedHeader "x-*-*" can not have more than one wildcard.'],
])('a rule with two wildcards in its %s', async (_what, rule, message) => {
  await expect(rules(rule)).rejects.toMatchObject({ name: 'InvalidRequest', message })
})
