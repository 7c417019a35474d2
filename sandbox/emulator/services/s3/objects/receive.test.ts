import { createHash } from 'node:crypto'
import { existsSync, readdirSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import * as aws from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestEngine, eventually, type TestEngine } from '../../../../testing/engine.ts'
import { errorOf, send, signed, type Sent } from '../../../../testing/signed.ts'

const Bucket = 'a-bucket'
const MIB = 1024 * 1024

let engine: TestEngine
let s3: aws.S3Client
beforeAll(async () => {
  engine = await createTestEngine({ iam: 'off' })
  s3 = new aws.S3Client(engine.client)
  await s3.send(new aws.CreateBucketCommand({ Bucket }))
})
afterAll(() => engine.stop())

const sign = (sent: Partial<Sent>, expiresIn?: number, date = new Date()) =>
  signed(sent, { service: 's3', date, ...(expiresIn === undefined ? {} : { expiresIn }) }, engine.port)
const answer = async (sent: Sent) => errorOf(await send(engine.port, sent))
const isStored = (Key: string) => s3.send(new aws.HeadObjectCommand({ Bucket, Key })).then(() => true, () => false)
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

/** Files of bodies, of which small ones have none. */
function filesKept(): string[] {
  const folder = join(engine.host.settings.workDirectory, 'blobs')
  return existsSync(folder) ? readdirSync(folder) : []
}

/** Sends bytes as they are, and gives all that comes back until the connection ends or `until` has come. */
const raw = (bytes: (string | Buffer)[], { end = false, until = /\r\n\r\n/ } = {}) =>
  new Promise<string>((resolve, reject) => {
    let text = ''
    const socket = connect(engine.port, '127.0.0.1', () => {
      for (const piece of bytes) socket.write(piece)
      if (end) socket.end()
    })
    socket.on('data', (chunk) => {
      text += chunk.toString()
      if (until.test(text)) socket.destroy()
    })
    socket.on('close', () => resolve(text))
    socket.on('error', reject)
  })

describe('the body of an upload', () => {
  test('must be the one that was signed', async () => {
    const sent = await sign({ method: 'PUT', path: `/${Bucket}/other`, body: 'signed' })
    expect(await answer({ ...sent, body: 'forged' })).toMatchObject({
      status: 400,
      Code: 'XAmzContentSHA256Mismatch',
      Message: "The provided 'x-amz-content-sha256' header does not match what was computed.",
      ClientComputedContentSHA256: sha256('signed'),
      S3ComputedContentSHA256: sha256('forged'),
    })
    expect(await isStored('other')).toBe(false)
  })

  test('must be the one that was announced, whoever sends it', async () => {
    const headers = { host: `127.0.0.1:${engine.port}`, 'x-amz-content-sha256': sha256('announced') }
    const sent = { method: 'PUT', path: `/${Bucket}/other`, query: {}, headers }
    expect(await answer({ ...sent, body: 'sent' })).toMatchObject({ status: 400, Code: 'XAmzContentSHA256Mismatch' })
    expect(await answer({ ...sent, body: 'announced' })).toEqual({ status: 200 })
    await s3.send(new aws.DeleteObjectCommand({ Bucket, Key: 'other' }))
  })

  test('may be unsigned where the signature says so', async () => {
    const headers = { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' }
    const sent = await sign({ method: 'PUT', path: `/${Bucket}/unsigned`, headers })
    expect(await answer({ ...sent, body: 'any' })).toEqual({ status: 200 })
  })

  test('has a length', async () => {
    const head = `PUT /${Bucket}/unknown HTTP/1.1\r\nHost: 127.0.0.1:${engine.port}\r\n`
    const text = await raw([`${head}\r\n`], { until: /<\/Error>/ })
    expect(text).toMatch(/^HTTP\/1\.1 411 Length Required\r\n[^]*<Code>MissingContentLength<\/Code><Message>You must provide the Content-Length HTTP header\.<\/Message>/)
    const chunked = await raw([`${head}Transfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n`], { until: /<\/Error>/ })
    expect(chunked).toMatch(/^HTTP\/1\.1 501 [^]*<Code>NotImplemented<\/Code>[^]*<Header>Transfer-Encoding<\/Header>/)
    expect(await isStored('unknown')).toBe(false)
  })

  test.each([
    ['ends early', ';\r\nabc', 10],
    ['has a chunk of no size', 'x\r\nabc\r\n0\r\n\r\n', 3],
    ['is longer than was said', '4\r\nabcd\r\n0\r\n\r\n', 3],
    ['is shorter than was said', '2\r\nab\r\n0\r\n\r\n', 3],
  ])('in chunks %s', async (_what, body, length) => {
    const headers = { 'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER', 'content-encoding': 'aws-chunked', 'x-amz-decoded-content-length': String(length) }
    const sent = await sign({ method: 'PUT', path: `/${Bucket}/chunks`, headers })
    expect(await answer({ ...sent, body })).toMatchObject({ status: 400, Code: 'IncompleteBody' })
    expect(await isStored('chunks')).toBe(false)
  })

  test('is waited for where the client asks first', async () => {
    const head = `PUT /${Bucket}/asked HTTP/1.1\r\nHost: 127.0.0.1:${engine.port}\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n`
    expect(await raw([head])).toBe('HTTP/1.1 100 Continue\r\n\r\n')
    expect(await raw([head, 'abc'], { until: /200 OK/ })).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK\r\n/)
    expect(await isStored('asked')).toBe(true)
  })

  test.each([['small', 10], ['large', 3 * MIB]])('that breaks off leaves nothing (%s)', async (Key, size) => {
    const before = filesKept()
    const head = `PUT /${Bucket}/${Key} HTTP/1.1\r\nHost: 127.0.0.1:${engine.port}\r\nContent-Length: ${size + 1}\r\n\r\n`
    await raw([head, Buffer.alloc(size)], { end: true })
    await eventually('nothing', () => (filesKept().length === before.length ? true : undefined))
    expect(await isStored(Key)).toBe(false)
  })

  test('that is refused leaves nothing, and its connection goes on', async () => {
    const before = filesKept()
    const put = `PUT /${Bucket}/refused HTTP/1.1\r\nHost: 127.0.0.1:${engine.port}\r\nContent-MD5: ${Buffer.alloc(16).toString('base64')}\r\nContent-Length: ${3 * MIB}\r\n\r\n`
    const get = `GET /${Bucket}/none HTTP/1.1\r\nHost: 127.0.0.1:${engine.port}\r\n\r\n`
    const text = await raw([put, Buffer.alloc(3 * MIB), get], { until: /NoSuchKey[^]*<\/Error>/ })
    expect(text).toMatch(/<Code>BadDigest<\/Code>[^]*HTTP\/1\.1 404/)
    await eventually('nothing', () => (filesKept().length === before.length ? true : undefined))
  })

  test('that is refused before it is read does not stop the connection', async () => {
    const put = `PUT /none/k HTTP/1.1\r\nHost: 127.0.0.1:${engine.port}\r\nContent-Length: ${3 * MIB}\r\n\r\n`
    const get = `GET /${Bucket}/none HTTP/1.1\r\nHost: 127.0.0.1:${engine.port}\r\n\r\n`
    const text = await raw([put, Buffer.alloc(3 * MIB), get], { until: /NoSuchKey[^]*<\/Error>/ })
    expect(text).toMatch(/<Code>NoSuchBucket<\/Code>[^]*HTTP\/1\.1 404/)
  })
})

// "Authenticating Requests: Using Query Parameters (AWS Signature Version 4)" of the S3 API Reference.
describe('a presigned URL', () => {
  const url = (method: string, Key: string, query: Record<string, string> = {}) => ({ method, path: `/${Bucket}/${Key}`, query })
  const use = async (sent: Partial<Sent>, change: Partial<Sent> = {}) => send(engine.port, { ...(await sign(sent, 60)), ...change })

  test('puts, shows, gives and deletes an object', async () => {
    expect(await use(url('PUT', 'by url'.replace(' ', '%20')), { body: 'content' })).toMatchObject({ status: 200 })
    const [head, get] = [await use(url('HEAD', 'by%20url')), await use(url('GET', 'by%20url'))]
    expect([head.status, head.headers['content-length'], head.body]).toEqual([200, '7', ''])
    expect([get.status, get.body]).toEqual([200, 'content'])
    expect((await use(url('DELETE', 'by%20url'))).status).toBe(204)
    expect((await use(url('HEAD', 'by%20url'))).status).toBe(404)
  })

  test('takes a part', async () => {
    const { UploadId } = await s3.send(new aws.CreateMultipartUploadCommand({ Bucket, Key: 'parts' }))
    const part = await use(url('PUT', 'parts', { partNumber: '1', uploadId: UploadId! }), { body: 'part' })
    expect([part.status, part.headers['etag']]).toEqual([200, `"${createHash('md5').update('part').digest('hex')}"`])
  })

  test.each<[string, Partial<Sent>, (sent: Sent) => void, object]>([
    ['for another method', url('GET', 'k'), (sent) => (sent.method = 'DELETE'), { status: 403, Code: 'SignatureDoesNotMatch' }],
    ['for another key', url('PUT', 'k'), (sent) => (sent.path = `/${Bucket}/other`), { status: 403, Code: 'SignatureDoesNotMatch' }],
    ['for another part', url('PUT', 'k', { partNumber: '1', uploadId: 'u' }), (sent) => (sent.query['partNumber'] = '2'), { status: 403, Code: 'SignatureDoesNotMatch' }],
    ['with a header that was not signed', url('PUT', 'k'), (sent) => (sent.headers['x-amz-acl'] = 'public-read'), { status: 403, Code: 'AccessDenied', Message: 'There were headers present in the request which were not signed', HeadersNotSigned: 'x-amz-acl' }],
    ['for too long', url('GET', 'k'), (sent) => (sent.query['X-Amz-Expires'] = '604801'), { status: 400, Code: 'AuthorizationQueryParametersError' }],
  ])('%s is refused', async (_what, sent, change, refusal) => {
    const altered = await sign(sent, 60)
    change(altered)
    expect(await answer(altered)).toMatchObject(refusal)
  })

  test('ends', async () => {
    const sent = await sign(url('GET', 'k'), 60, new Date(Date.now() - 61_000))
    expect(await answer(sent)).toMatchObject({ status: 403, Code: 'AccessDenied', Message: 'Request has expired', 'X-Amz-Expires': '60' })
  })
})
