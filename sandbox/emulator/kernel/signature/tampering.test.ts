import fc from 'fast-check'
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestEngine, type TestEngine } from '../../../testing/engine.ts'
import { errorOf, send, signed, type Sent } from '../../../testing/signed.ts'

let engine: TestEngine
beforeAll(async () => {
  engine = await createTestEngine()
  await new S3Client(engine.client).send(new CreateBucketCommand({ Bucket: 'a-bucket' }))
})
afterAll(() => engine.stop())

const REFUSED = ['SignatureDoesNotMatch', 'InvalidSignatureException', 'XAmzContentSHA256Mismatch', 'AccessDenied', 'AuthorizationQueryParametersError', 'AuthorizationHeaderMalformed', 'RequestTimeTooSkewed']

const letter = fc.constantFrom(...'abcxyz019-_.~')
const word = fc.string({ unit: letter, minLength: 1, maxLength: 8 })
const value = fc.string({ unit: fc.constantFrom(...'ab9 +/%&=é:;,"'), maxLength: 12 })

/** Another character at a place of a text. */
const changed = (text: string, place: number) => {
  const at = place % text.length
  return `${text.slice(0, at)}${text[at] === 'q' ? 'w' : 'q'}${text.slice(at + 1)}`
}

/** What a signature covers, by how it may be changed. */
const CHANGES: Readonly<Record<string, (sent: Sent, place: number) => void>> = {
  method: (sent) => (sent.method = sent.method === 'PUT' ? 'DELETE' : 'PUT'),
  path: (sent, place) => (sent.path = `/a-bucket/${changed(sent.path.slice('/a-bucket/'.length), place)}`),
  'a parameter': (sent) => (sent.query['x-other'] = ''),
  "a parameter's value": (sent, place) => (sent.query['x-id'] = changed(`${String(sent.query['x-id'])}.`, place)),
  'a signed header': (sent, place) => (sent.headers['x-amz-meta-a'] = changed(`${sent.headers['x-amz-meta-a']}.`, place)),
  'a header of S3 that is not signed': (sent) => (sent.headers['x-amz-acl'] = 'public-read'),
  host: (sent) => (sent.headers['host'] = 'localhost:1'),
}

const request = fc.record({ key: word, id: value, meta: word, body: fc.string({ minLength: 1, maxLength: 40 }), place: fc.nat(1000) })

test.each([undefined, 60])('S3: whatever change of what is signed is refused, and nothing else (signed for %s s)', async (expiresIn) => {
  const property = fc.asyncProperty(request, fc.constantFrom(...Object.keys(CHANGES)), async ({ key, id, meta, body, place }, change) => {
    const sent = { method: 'PUT', path: `/a-bucket/${key}`, query: { 'x-id': id }, headers: { 'x-amz-meta-a': meta }, body }
    const by = { service: 's3', ...(expiresIn === undefined ? {} : { expiresIn }) }
    const good = await signed(sent, by, engine.port)
    expect((await send(engine.port, good)).status).toBe(200)
    const bad: Sent = { ...good, query: { ...good.query }, headers: { ...good.headers } }
    CHANGES[change]!(bad, place)
    const { status, Code } = errorOf(await send(engine.port, bad))
    expect(status).toBeGreaterThanOrEqual(400)
    if (bad.method !== 'HEAD') expect(REFUSED).toContain(Code)
  })
  await fc.assert(property, { numRuns: 60 })
}, 60_000)

test('any change of a signed body is refused', async () => {
  const property = fc.asyncProperty(request, async ({ key, body, place }) => {
    for (const [service, sent] of [
      ['s3', { method: 'PUT', path: `/a-bucket/${key}`, body: `.${body}` }],
      ['sts', { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: `Action=GetCallerIdentity&Version=2011-06-15&x=${encodeURIComponent(body)}` }],
    ] as const) {
      const good = await signed(sent, { service }, engine.port)
      expect((await send(engine.port, good)).status).toBe(200)
      const { status, Code } = errorOf(await send(engine.port, { ...good, body: changed(sent.body, place) }))
      expect([400, 403]).toContain(status)
      expect(REFUSED).toContain(Code)
    }
  })
  await fc.assert(property, { numRuns: 40 })
}, 60_000)

const NOISE = fc.string({ unit: fc.constantFrom(...'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/s3,kinesis;host&%\u00e9=\t', '\u00ff'), maxLength: 80 })
const PARTS = ['X-Amz-Algorithm', 'X-Amz-Credential', 'X-Amz-Date', 'X-Amz-Expires', 'X-Amz-SignedHeaders', 'X-Amz-Signature', 'X-Amz-Security-Token', 'AWSAccessKeyId', 'Signature', 'Expires']

test('whatever is sent for a signature, it is neither an internal error nor taken', async () => {
  const fuzz = fc.record({
    prefix: fc.constantFrom('AWS4-HMAC-SHA256 ', 'AWS4-HMAC-SHA256\t', 'AWS4-HMAC-SHA256', 'AWS4-ECDSA-P256-SHA256 ', 'AWS ', 'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/s3/aws4_request, '),
    authorization: NOISE,
    date: fc.oneof(NOISE, fc.constantFrom('20260101T000000Z', '20261301T000000Z', '99999999T999999Z')),
    token: fc.option(NOISE, { nil: undefined }),
    target: fc.constantFrom(undefined, 'Kinesis_20131202.ListStreams', 'Logs_20140328.DescribeLogGroups'),
    query: fc.dictionary(fc.constantFrom(...PARTS), NOISE),
    inHeader: fc.boolean(),
  })
  const property = fc.asyncProperty(fuzz, async ({ prefix, authorization, date, token, target, query, inHeader }) => {
    const headers: Record<string, string> = { host: `127.0.0.1:${engine.port}`, 'x-amz-date': clean(date) }
    if (inHeader) headers['authorization'] = clean(prefix + authorization)
    if (token !== undefined) headers['x-amz-security-token'] = clean(token)
    if (target !== undefined) headers['x-amz-target'] = target
    const signedSomehow = inHeader || 'X-Amz-Signature' in query
    const answer = await send(engine.port, { method: 'POST', path: '/', query, headers, body: '{}' })
    expect(answer.status).not.toBe(500)
    if (signedSomehow) expect(answer.status).toBeGreaterThanOrEqual(400)
  })
  await fc.assert(property, { numRuns: 300 })
}, 60_000)

/** Header values may not hold control characters on this side of the wire. */
const clean = (text: string) => text.replace(/[^\t\x20-\x7e\x80-\xff]/g, '?').trim()
