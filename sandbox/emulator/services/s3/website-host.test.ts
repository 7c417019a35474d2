import { request } from 'node:http'
import * as aws from '@aws-sdk/client-s3'
import { expect, test } from 'vitest'
import { createTestEngine, type TestEngine } from '../../../testing/engine.ts'

const Bucket = 'site'

async function withWebsite(engine: TestEngine, WebsiteConfiguration: aws.WebsiteConfiguration) {
  const s3 = new aws.S3Client(engine.client)
  await s3.send(new aws.CreateBucketCommand({ Bucket }))
  const files = { 'index.html': 'home', 'docs/index.html': 'docs', 'error.html': 'sorry', 'a.txt': '0123456789' }
  for (const [Key, Body] of Object.entries(files)) await s3.send(new aws.PutObjectCommand({ Bucket, Key, Body, ContentType: 'text/plain' }))
  await s3.send(new aws.PutObjectCommand({ Bucket, Key: 'moved', Body: '', WebsiteRedirectLocation: '/a.txt' }))
  await s3.send(new aws.PutBucketWebsiteCommand({ Bucket, WebsiteConfiguration }))
}

interface Got {
  readonly status: number
  readonly location: string | undefined
  readonly text: string
}

const get = (engine: TestEngine, path: string, headers: Record<string, string> = {}, host = `${Bucket}.s3-website.localhost`, method = 'GET') =>
  new Promise<Got>((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port: engine.port, path, method, headers: { host, ...headers } }, async (response) => {
      const text = Buffer.concat(await response.toArray()).toString()
      resolve({ status: response.statusCode!, location: response.headers.location, text })
    })
    sent.on('error', reject).end()
  })

const PLAIN = { IndexDocument: { Suffix: 'index.html' }, ErrorDocument: { Key: 'error.html' } }

test.each([
  ['/', 200, 'home', undefined],
  ['/docs/', 200, 'docs', undefined],
  ['/docs', 302, '', '/docs/'],
  ['/a.txt', 200, '0123456789', undefined],
  ['/moved', 301, '', '/a.txt'],
  ['/none', 404, 'sorry', undefined],
])('%s is %i', async (path, status, text, location) => {
  await using engine = await createTestEngine()
  await withWebsite(engine, PLAIN)
  expect(await get(engine, path)).toEqual({ status, text, location })
})

test.each(['site.s3-website-us-east-1.amazonaws.com', 'site.s3-website.us-east-1.amazonaws.com'])('%s is a website as well', async (host) => {
  await using engine = await createTestEngine()
  await withWebsite(engine, PLAIN)
  expect((await get(engine, '/', {}, host)).text).toBe('home')
})

test('ranges and conditions are those of GET', async () => {
  await using engine = await createTestEngine()
  await withWebsite(engine, PLAIN)
  expect(await get(engine, '/a.txt', { range: 'bytes=2-3' })).toMatchObject({ status: 206, text: '23' })
  expect(await get(engine, '/a.txt', { 'if-none-match': '*' })).toMatchObject({ status: 304, text: '' })
})

test.each([
  ['/old/a', { Condition: { KeyPrefixEquals: 'old/' }, Redirect: { ReplaceKeyPrefixWith: 'new/', HttpRedirectCode: '302' } }, 302, 'http://site.s3-website.localhost/new/a'],
  ['/x', { Redirect: { HostName: 'example.com', Protocol: 'https' as const } }, 301, 'https://example.com/x'],
  ['/none', { Condition: { HttpErrorCodeReturnedEquals: '404' }, Redirect: { ReplaceKeyWith: 'a.txt' } }, 301, 'http://site.s3-website.localhost/a.txt'],
])('%s by %j', async (path, rule, status, location) => {
  await using engine = await createTestEngine()
  await withWebsite(engine, { ...PLAIN, RoutingRules: [rule] })
  expect(await get(engine, path)).toEqual({ status, location, text: '' })
})

test('a website may send everybody elsewhere', async () => {
  await using engine = await createTestEngine()
  await withWebsite(engine, { RedirectAllRequestsTo: { HostName: 'example.com' } })
  expect(await get(engine, '/a/b')).toMatchObject({ status: 301, location: 'http://example.com/a/b' })
})

test('errors are pages', async () => {
  await using engine = await createTestEngine()
  await withWebsite(engine, { IndexDocument: { Suffix: 'index.html' }, ErrorDocument: { Key: 'missing.html' } })
  const { status, text } = await get(engine, '/<none>')
  expect([status, text]).toEqual([404, expect.stringContaining('<li>Code: NoSuchKey</li>')])
  expect(text).toContain('<li>Key: &lt;none&gt;</li>')
  expect(text).toContain('An Error Occurred While Attempting to Retrieve a Custom Error Document')
  expect((await get(engine, '/', {}, 'nobody.s3-website.localhost')).text).toContain('<li>Code: NoSuchBucket</li>')
  expect((await get(engine, '/', {}, undefined, 'DELETE')).status).toBe(405)
})
