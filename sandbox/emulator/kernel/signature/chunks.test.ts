import { createHash, createHmac } from 'node:crypto'
import { CreateBucketCommand, GetObjectCommand, HeadObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestEngine, type TestEngine } from '../../../testing/engine.ts'
import { errorOf, send, signed } from '../../../testing/signed.ts'

let engine: TestEngine
let s3: S3Client
beforeAll(async () => {
  engine = await createTestEngine()
  s3 = new S3Client(engine.client)
  await s3.send(new CreateBucketCommand({ Bucket: 'a-bucket' }))
})
afterAll(() => engine.stop())

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const EMPTY = sha256('')

/** A body in chunks as the AWS SDK for Java sends it over http, with a checksum for a trailer where asked. */
async function upload(Key: string, parts: readonly string[], trailer: boolean) {
  const kind = trailer ? 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER' : 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD'
  const headers = {
    'x-amz-content-sha256': kind,
    'content-encoding': 'aws-chunked',
    'x-amz-decoded-content-length': String(parts.join('').length),
    ...(trailer ? { 'x-amz-trailer': 'x-amz-checksum-sha256' } : {}),
  }
  const sent = await signed({ method: 'PUT', path: `/a-bucket/${Key}`, headers }, { service: 's3' }, engine.port)
  const time = sent.headers['x-amz-date']!
  const scope = [time.slice(0, 8), 'us-east-1', 's3', 'aws4_request']
  const key = scope.reduce<string | Buffer>((from, text) => createHmac('sha256', from).update(text).digest(), 'AWS4test')
  let previous = /Signature=(\w+)/.exec(sent.headers['authorization']!)![1]!
  const next = (algorithm: string, hashes: string) =>
    (previous = createHmac('sha256', key).update(`${algorithm}\n${time}\n${scope.join('/')}\n${previous}\n${hashes}`).digest('hex'))
  for (const part of [...parts, '']) {
    const signature = next('AWS4-HMAC-SHA256-PAYLOAD', `${EMPTY}\n${sha256(part)}`)
    sent.body += `${part.length.toString(16)};chunk-signature=${signature}\r\n${part}${part === '' ? '' : '\r\n'}`
  }
  const line = `x-amz-checksum-sha256:${createHash('sha256').update(parts.join('')).digest('base64')}`
  sent.body += trailer ? `${line}\r\nx-amz-trailer-signature:${next('AWS4-HMAC-SHA256-TRAILER', sha256(`${line}\n`))}\r\n\r\n` : '\r\n'
  return sent
}

const PARTS = ['a'.repeat(70_000), 'b'.repeat(30_000), 'end']

test.each([false, true])('chunks are taken as they were signed (trailer: %s)', async (trailer) => {
  expect((await send(engine.port, await upload('good', PARTS, trailer))).status).toBe(200)
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: 'a-bucket', Key: 'good' }))
  expect(await Body!.transformToString()).toBe(PARTS.join(''))
})

test.each<[string, (body: string) => string]>([
  ['a byte of the first', (body) => body.replace('aaaa', 'abaa')],
  ['a byte of the last', (body) => body.replace('end', 'eng')],
  ['the signature of the second', (body) => body.replace(/(7530;chunk-signature=)\w/, '$1g')],
  ['no signatures', (body) => body.replaceAll(/;chunk-signature=\w+/g, '')],
  ['the last signature', (body) => body.replace(/(\r\n0;chunk-signature=)\w/, '$1g')],
  ["the trailer's signature", (body) => body.replace(/(trailer-signature:)\w/, '$1g')],
  ["no trailer's signature", (body) => body.replace(/x-amz-trailer-signature:\w+\r\n/, '')],
])('with another than was signed nothing is stored: %s', async (_what, change) => {
  const sent = await upload('bad', PARTS, true)
  const body = change(String(sent.body))
  expect(body).not.toBe(sent.body)
  expect(errorOf(await send(engine.port, { ...sent, body }))).toMatchObject({ status: 403, Code: 'SignatureDoesNotMatch' })
  await expect(s3.send(new HeadObjectCommand({ Bucket: 'a-bucket', Key: 'bad' }))).rejects.toMatchObject({ name: 'NotFound' })
})
