import { CreateBucketCommand, DeleteBucketCorsCommand, GetObjectCommand, HeadObjectCommand, PutBucketCorsCommand, S3Client } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestEngine, type TestEngine } from '../engine.ts'
import { signed } from '../signed.ts'
import { findChromium, serveSite, startBrowser, type Browser, type Site } from './chromium.ts'
import { signedForm } from './signed-form.ts'

const executable = findChromium()
const Bucket = 'from-a-browser'

test.runIf(process.env['CI'])('CI has a browser, so that no test with one is skipped', () => {
  expect(executable).toBeDefined()
})
if (!executable) console.warn('The tests in a browser are skipped: there is no chromium on the PATH (apt-get install chromium).')

describe.skipIf(!executable)('Chromium', { timeout: 60_000 }, () => {
  let engine: TestEngine
  let s3: S3Client
  let site: Site
  let browser: Browser
  let html = ''
  beforeAll(async () => {
    engine = await createTestEngine()
    s3 = new S3Client(engine.client)
    await s3.send(new CreateBucketCommand({ Bucket }))
    site = await serveSite(() => html)
    browser = await startBrowser(executable!)
  }, 60_000)
  afterAll(async () => {
    await browser?.[Symbol.asyncDispose]()
    await site?.[Symbol.asyncDispose]()
    await engine?.stop()
  })

  test('a form uploads a file under its own name, and the browser goes on to the next page', async () => {
    const success_action_redirect = `${site.origin}/done?from=form`
    const fields = signedForm({
      bucket: Bucket,
      fields: { key: 'uploads/${filename}', success_action_redirect, 'Content-Type': 'text/plain' },
      conditions: [
        ['starts-with', '$key', 'uploads/'],
        { success_action_redirect },
        ['starts-with', '$Content-Type', 'text/'],
        ['content-length-range', 1, 100_000],
      ],
    })
    const inputs = Object.entries(fields).map(([name, value]) => `<input type="hidden" name="${name}" value="${value}">`).join('')
    html = `<form action="${engine.endpoint}/${Bucket}" method="post" enctype="multipart/form-data">${inputs}<input type="file" name="file"><input type="submit" name="submit"></form>`
    await browser.page.goto(site.origin)
    await browser.page.setInputFiles('input[type=file]', { name: 'été 1.txt', mimeType: 'text/plain', buffer: Buffer.from('grüße'.repeat(10_000)) })
    await Promise.all([browser.page.waitForURL('**/done?**'), browser.page.click('input[type=submit]')])
    const { searchParams } = new URL(browser.page.url())
    const Key = 'uploads/été 1.txt'
    const stored = await s3.send(new GetObjectCommand({ Bucket, Key }))
    expect(Object.fromEntries(searchParams)).toEqual({ from: 'form', bucket: Bucket, key: Key, etag: stored.ETag })
    expect(stored.ContentType).toBe('text/plain')
    expect((await stored.Body!.transformToString()) === 'grüße'.repeat(10_000)).toBe(true)
  })

  /** A PUT from the page to a presigned URL: its status and ETag, or how the browser refused it. */
  const put = async (Key: string, content: string) => {
    const { query } = await signed({ method: 'PUT', path: `/${Bucket}/${Key}` }, { service: 's3', expiresIn: 60 }, engine.port)
    const url = `${engine.endpoint}/${Bucket}/${Key}?${new URLSearchParams(query as Record<string, string>)}`
    return browser.page.evaluate(
      async ([to, body]) => {
        try {
          const response = await fetch(to!, { method: 'PUT', body: body!, headers: { 'content-type': 'application/json' } })
          return { status: response.status, etag: response.headers.get('etag'), length: response.headers.get('content-length') }
        } catch (error) {
          return String(error)
        }
      },
      [url, content],
    )
  }

  test('a page on another origin puts an object where a rule allows it, and nowhere else', async () => {
    html = '<p>a page</p>'
    await browser.page.goto(site.origin)
    await s3.send(new DeleteBucketCorsCommand({ Bucket }))
    expect(await put('refused', '{}')).toBe('TypeError: Failed to fetch')
    const rule = { AllowedMethods: ['PUT'], AllowedOrigins: ['http://127.0.0.1:*'], AllowedHeaders: ['content-*'], ExposeHeaders: ['ETag'], MaxAgeSeconds: 0 }
    await s3.send(new PutBucketCorsCommand({ Bucket, CORSConfiguration: { CORSRules: [rule] } }))
    expect(await put('allowed', '{}')).toEqual({ status: 200, etag: '"99914b932bd37a50b983c5e7c90ae93b"', length: expect.anything() })
    expect((await s3.send(new HeadObjectCommand({ Bucket, Key: 'allowed' }))).ContentType).toBe('application/json')
    await expect(s3.send(new HeadObjectCommand({ Bucket, Key: 'refused' }))).rejects.toMatchObject({ name: 'NotFound' })
  })

  test('a page reads of an answer what the rule shows it', async () => {
    await s3.send(new PutBucketCorsCommand({ Bucket, CORSConfiguration: { CORSRules: [{ AllowedMethods: ['PUT'], AllowedOrigins: ['*'], AllowedHeaders: ['*'] }] } }))
    expect(await put('hidden', '{}')).toMatchObject({ status: 200, etag: null })
  })
})
