import { createHash, createHmac } from 'node:crypto'
import { request } from 'node:http'
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { expect, test } from 'vitest'
import { createTestEngine, type TestEngine } from '../../../testing/engine.ts'

const Bucket = 'a-bucket'

async function withObject(engine: TestEngine, region = 'us-east-1') {
  const s3 = new S3Client({ ...engine.client, region })
  await s3.send(new CreateBucketCommand({ Bucket }))
  await s3.send(new PutObjectCommand({ Bucket, Key: 'dir/k', Body: 'content' }))
}

/** A GET with a Host header of one's own, which `fetch` does not allow. */
const getAs = (engine: TestEngine, host: string, path: string) =>
  new Promise<string>((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port: engine.port, path, headers: { host } }, async (response) => {
      resolve(Buffer.concat(await response.toArray()).toString())
    })
    sent.on('error', reject).end()
  })

test.each(['a-bucket.s3.localhost', 'a-bucket.localhost', 'a-bucket.s3.us-east-1.amazonaws.com'])('%s is the bucket', async (host) => {
  await using engine = await createTestEngine({ iam: 'off' })
  await withObject(engine)
  expect(await getAs(engine, `${host}:${engine.port}`, '/dir/k')).toBe('content')
  expect(await getAs(engine, host, '/?list-type=2')).toContain('<Name>a-bucket</Name>')
})

test('an error is a document that names the request', async () => {
  await using engine = await createTestEngine({ iam: 'off' })
  await withObject(engine)
  const response = await fetch(`${engine.endpoint}/${Bucket}/none`)
  const id = response.headers.get('x-amz-request-id')!
  expect(id).toMatch(/^[0-9A-F]{16}$/)
  expect([response.headers.get('server'), response.headers.get('content-type')]).toEqual(['AmazonS3', 'application/xml'])
  expect(await response.text()).toBe(
    `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message><Key>none</Key><RequestId>${id}</RequestId><HostId>${response.headers.get('x-amz-id-2')}</HostId></Error>`,
  )
})

const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest()

/** A URL that may be used for 15 minutes, as "Authenticating Requests: Using Query Parameters" has it. */
function presign(engine: TestEngine, method: string, path: string, region = 'us-east-1', more: Record<string, string> = {}): string {
  const time = new Date().toISOString().replace(/[-:]|\.\d+/g, '')
  const scope = `${time.slice(0, 8)}/${region}/s3/aws4_request`
  const query = new URLSearchParams({
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256', 'X-Amz-Credential': `test/${scope}`, 'X-Amz-Date': time, 'X-Amz-Expires': '900', 'X-Amz-SignedHeaders': 'host', ...more,
  })
  query.sort()
  const canonical = `${method}\n${path}\n${query}\nhost:127.0.0.1:${engine.port}\n\nhost\nUNSIGNED-PAYLOAD`
  const toSign = `AWS4-HMAC-SHA256\n${time}\n${scope}\n${createHash('sha256').update(canonical).digest('hex')}`
  const key = scope.split('/').reduce<string | Buffer>(hmac, 'AWS4test')
  return `${engine.endpoint}${path}?${query}&X-Amz-Signature=${hmac(key, toSign).toString('hex')}`
}

test('a presigned URL reads and writes', async () => {
  await using engine = await createTestEngine()
  await withObject(engine)
  expect(await (await fetch(presign(engine, 'GET', `/${Bucket}/dir/k`))).text()).toBe('content')
  expect((await fetch(presign(engine, 'PUT', `/${Bucket}/new`), { method: 'PUT', body: 'sent' })).status).toBe(200)
  const as = { 'response-content-type': 'text/csv' }
  const got = await fetch(presign(engine, 'GET', `/${Bucket}/new`, 'us-east-1', as))
  expect([got.headers.get('content-type'), await got.text()]).toEqual(['text/csv', 'sent'])
})

test('a URL presigned for another region says which is right', async () => {
  await using engine = await createTestEngine()
  await withObject(engine, 'eu-west-1')
  const response = await fetch(presign(engine, 'GET', `/${Bucket}/dir/k`))
  expect([response.status, response.headers.get('x-amz-bucket-region')]).toEqual([400, 'eu-west-1'])
  expect(await response.text()).toContain("the region 'us-east-1' is wrong; expecting 'eu-west-1'")
})

test('an upload that breaks off leaves nothing', async () => {
  await using engine = await createTestEngine({ iam: 'off' })
  await withObject(engine)
  const { promise, resolve } = Promise.withResolvers<void>()
  const sent = request({ host: '127.0.0.1', port: engine.port, method: 'PUT', path: `/${Bucket}/half`, headers: { 'content-length': 100 } })
  sent.on('error', () => resolve())
  sent.write('only this', () => setImmediate(() => sent.destroy()))
  await promise
  const response = await fetch(`${engine.endpoint}/${Bucket}/half`)
  expect(response.status).toBe(404)
  expect(engine.lines).toEqual([])
})

test('a method that S3 does not have', async () => {
  await using engine = await createTestEngine()
  const response = await fetch(`${engine.endpoint}/${Bucket}/k`, { method: 'PATCH' })
  expect([response.status, await response.text()]).toEqual([405, expect.stringContaining('<Code>MethodNotAllowed</Code>')])
})

test('a path with a broken escape', async () => {
  await using engine = await createTestEngine()
  const response = await fetch(`${engine.endpoint}/${Bucket}/%zz`)
  expect([response.status, await response.text()]).toEqual([400, expect.stringContaining('<Code>InvalidURI</Code>')])
})
