import { PutRecordCommand } from '@aws-sdk/client-kinesis'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createSandbox, type Sandbox } from '../../index.ts'
import { findChromium } from './chromium.ts'
import { DESKTOP, flawsOf, openOwnPages, PHONE, type OwnPages } from './own-page.ts'

const executable = findChromium()

test.runIf(process.env['CI'])('CI has a browser, so that no test with one is skipped', () => {
  expect(executable).toBeDefined()
})

describe.skipIf(!executable)('the dashboard in Chromium', { timeout: 90_000 }, () => {
  let sandbox: Sandbox
  let browser: OwnPages
  let page: Page
  let complaints: string[]
  let pages: Record<string, { readonly hash: string; readonly has: string }>
  beforeAll(async () => {
    sandbox = await createSandbox()
    await sandbox.processed(await sandbox.upload('hello dashboard', { name: 'hello.txt' }))
    await expect(sandbox.upload('never', { token: await sandbox.token({ bad: 'wrong-signature' }) })).rejects.toThrow(/401/)
    await sandbox.idle()
    browser = await openOwnPages(executable!)
    ;({ page, complaints } = browser)
    const { ProcessedBucket } = sandbox.outputs
    pages = {
      overview: { hash: 'overview', has: 'uploads-stream' },
      timeline: { hash: 'timeline', has: 'hello.txt' },
      trace: { hash: `timeline/${await traceOf('hello.txt')}`, has: 's3:PutObject' },
      streams: { hash: 'streams/uploads-stream', has: 'hello.txt' },
      objects: { hash: `objects/${ProcessedBucket}`, has: 'processed/' },
      object: { hash: `objects/${ProcessedBucket}/processed%2Fhello.txt`, has: 'HELLO DASHBOARD' },
      functions: { hash: 'functions', has: 'pipeline-sandbox-processor' },
      function: { hash: 'functions/pipeline-sandbox-processor', has: 'REPORT RequestId' },
      users: { hash: 'users', has: 'ada@example.com' },
      iam: { hash: 'iam', has: 'kinesis:PutRecord' },
      engine: { hash: 'engine', has: 'embedded' },
    }
  }, 90_000)
  afterAll(async () => {
    await browser?.[Symbol.asyncDispose]()
    await sandbox?.stop()
  })
  beforeEach(() => browser.begin())

  async function traceOf(name: string): Promise<string> {
    const { traces } = (await (await fetch(`${sandbox.endpoint}/_sandbox/traces?key=${name}&root=request`)).json()) as { traces: { traceId: string }[] }
    return traces[0]!.traceId
  }

  /** Opened anew, as by its address. */
  async function open(hash: string, has?: string): Promise<void> {
    await page.goto('about:blank')
    await page.goto(`${sandbox.endpoint}/_sandbox/#/${hash}`)
    await page.getByText('live', { exact: true }).waitFor()
    if (has !== undefined) await page.locator('main').getByText(has).first().waitFor()
  }

  /** As by a link in the page. */
  async function turnTo(hash: string, has: string): Promise<void> {
    await page.evaluate(`location.hash = '#/${hash}'`)
    await page.locator('main').getByText(has).first().waitFor()
  }

  test('each page shows what is there, complains of nothing, and asks nobody else', async () => {
    await open('overview', 'uploads-stream')
    for (const { hash, has } of Object.values(pages)) await turnTo(hash, has)
    for (const { hash, has } of [pages['trace']!, pages['object']!]) await open(hash, has)
    expect(complaints).toEqual([])
  })

  test.for([['light', DESKTOP], ['dark', PHONE]] as const)('axe finds nothing serious: %s', async ([colorScheme, size]) => {
    await page.setViewportSize(size)
    await page.emulateMedia({ colorScheme })
    await open('overview', 'uploads-stream')
    for (const [name, { hash, has }] of Object.entries(pages)) {
      await turnTo(hash, has)
      expect({ name, flaws: await flawsOf(page) }).toEqual({ name, flaws: [] })
    }
  })

  test('everything is reached by keyboard', async () => {
    await open('timeline', 'hello.txt')
    const focused = () => page.evaluate('document.activeElement.outerHTML.slice(0, 200)') as Promise<string>
    await page.keyboard.press('Tab')
    expect(await focused()).toContain('Skip to the content')
    await page.keyboard.press('Enter')
    expect(await focused()).toContain('id="main"')
    await page.keyboard.press('/')
    expect(await focused()).toContain('type="search"')
    await page.keyboard.type('uploads/hello.txt')
    await page.getByText('1 trace', { exact: true }).waitFor()
    for (let presses = 0; presses < 3; presses++) await page.keyboard.press('Tab')
    expect(await focused()).toContain('role="listbox"')
    await page.keyboard.press('ArrowDown')
    await page.locator('main').getByText('kinesis:PutRecord').first().waitFor()
    await page.locator('.waterfall button').first().focus()
    await page.keyboard.press('ArrowDown')
    await page.locator('.waterfall button[aria-pressed=true]', { hasText: 'authorizer' }).waitFor()
    await page.locator('.waterfall button').first().focus()
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Replay …' }).press('Enter')
    await page.getByRole('dialog').waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await page.locator('#main').focus()
    await page.keyboard.press('g')
    await page.keyboard.press('u')
    await page.getByRole('heading', { name: 'Users' }).waitFor()
  })

  test('who does not look holds no connection, and sees what came meanwhile', async () => {
    await open('overview', 'uploads-stream')
    const hide = (isHidden: boolean) => page.evaluate(`Object.defineProperty(document, 'hidden', { configurable: true, value: ${isHidden} }); document.dispatchEvent(new Event('visibilitychange'))`)
    await hide(true)
    await page.getByText('connecting …').waitFor()
    await sandbox.processed(await sandbox.upload('unseen', { name: 'unseen.txt' }))
    expect(await page.locator('.latest').innerText()).not.toContain('unseen.txt')
    await hide(false)
    await page.locator('.latest').getByText('uploads/unseen.txt').waitFor()
  })

  test('a list of ten thousand traces has a screenful of rows, and is searched and walked through', async () => {
    const summary = { kind: 'request', account: '000000000000', duration_ms: 5, spans: 9, errors: 0, services: ['s3'] }
    const traces = Array.from({ length: 10_000 }, (_, i) => ({
      ...summary, traceId: `1-00000000-${String(i).padStart(24, '0')}`, name: 'POST /uploads', requestId: `r${i}`, start: 1_700_000_000_000 - i, status: i % 10 ? 'ok' : 'error', keys: [`uploads/${i}.txt`],
    }))
    await page.route('**/_sandbox/traces', (route) => route.fulfill({ json: { traces } }))
    await page.route('**/_sandbox/traces/*', (route) => route.fulfill({ json: { ...traces[0], traceId: route.request().url().split('/').at(-1), tree: [], dropped: 0 } }))
    try {
      await open('timeline', '10,000 traces')
      const rows = page.getByRole('option').filter({ hasText: 'POST' })
      const count = await rows.count()
      expect(count).toBeGreaterThan(10)
      expect(count).toBeLessThan(60)
      await page.getByRole('listbox').focus()
      await page.keyboard.press('End')
      await page.getByRole('option', { selected: true }).getByText('uploads/9999.txt').waitFor()
      expect(await rows.count()).toBeLessThan(60)
      await page.getByLabel('Status').selectOption('error')
      await page.getByText('1,000 traces').waitFor()
      await page.getByLabel('Search').fill('uploads/4210')
      await page.getByText('1 trace', { exact: true }).waitFor()
    } finally {
      await page.unroute('**/_sandbox/traces')
      await page.unroute('**/_sandbox/traces/*')
    }
  })

  test('a file that is dropped into the page goes through the pipeline while one looks', async () => {
    await open('overview', 'uploads-stream')
    const dropped = await page.evaluateHandle("const held = new DataTransfer(); held.items.add(new File(['from a page'], 'dropped.txt', { type: 'text/plain' })); held")
    for (const event of ['dragover', 'drop']) await page.locator('.drop').dispatchEvent(event, { dataTransfer: dropped })
    await page.locator('.latest').getByText('uploads/dropped.txt').waitFor()
    expect((await sandbox.processed('dropped.txt')).text).toBe('FROM A PAGE')
    await page.locator('[data-node="api:' + apiId() + '"]').getByText('/min').waitFor()
    expect(complaints).toEqual([])
  })

  const apiId = () => /execute-api\/([^/]+)/.exec(sandbox.outputs['ApiUrl']!)![1]!

  test('a request is replayed with another body, and a record as it was', async () => {
    await open(`timeline/${await traceOf('hello.txt')}`, 'kinesis:PutRecord')
    await page.getByRole('button', { name: 'Replay …' }).click()
    const body = page.getByRole('dialog').getByRole('textbox')
    await expect.poll(() => body.inputValue()).toContain('hello dashboard')
    expect(await body.inputValue()).toContain('"filename":"hello.txt"')
    await body.fill('{"filename": "edited.txt", "content": "edited"}')
    await page.getByRole('button', { name: 'Send' }).click()
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    expect((await sandbox.processed('edited.txt')).text).toBe('EDITED')

    // One that was refused for its token goes through with a good one.
    const refused = (await (await fetch(`${sandbox.endpoint}/_sandbox/traces?status=error&root=request`)).json()) as { traces: { traceId: string }[] }
    await turnTo(`timeline/${refused.traces[0]!.traceId}`, 'JWT authorizer')
    await page.locator('.waterfall button').first().click()
    await page.getByRole('button', { name: 'Replay …' }).click()
    await expect.poll(() => body.inputValue()).toContain('never')
    await body.fill('{"filename": "late.txt", "content": "at last"}')
    await page.getByRole('button', { name: 'Send' }).click()
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    expect((await sandbox.processed('late.txt')).text).toBe('AT LAST')

    await turnTo(`timeline/${await traceOf('hello.txt')}`, 'kinesis:PutRecord')
    await page.locator('.waterfall .invocation', { hasText: 'pipeline-sandbox-processor' }).click()
    await page.getByRole('button', { name: 'Replay …' }).click()
    await expect.poll(() => body.inputValue()).toContain('aws:kinesis')
    await body.fill((await body.inputValue()).replace(/"data": "[^"]+"/, '"data": "bm8gSlNPTg=="'))
    await page.getByRole('button', { name: 'Send' }).click()
    await page.getByRole('dialog').waitFor({ state: 'detached' })

    await open('streams/uploads-stream', 'hello.txt')
    const before = await page.getByRole('region', { name: 'Records' }).locator('tbody tr').count()
    await page.getByRole('region', { name: 'Records' }).getByRole('button').first().click()
    await page.getByRole('button', { name: 'Put as it was' }).click()
    await expect.poll(() => page.getByRole('region', { name: 'Records' }).locator('tbody tr').count()).toBe(before + 1)
  })

  test('a function is invoked, and its lines come', async () => {
    await open('functions/pipeline-sandbox-upload', 'Configuration')
    const lines = page.getByRole('log')
    const starts = async () => (await lines.innerText()).split('START RequestId').length
    await lines.waitFor()
    const before = await starts()
    await page.getByRole('button', { name: 'Invoke' }).click()
    await page.getByRole('region', { name: 'answer' }).waitFor()
    await expect.poll(starts).toBeGreaterThan(before)
  })

  test('a token is minted and taken; with other claims the route says why not', async () => {
    await open('users', 'ada@example.com')
    await page.getByRole('button', { name: 'Access token' }).click()
    await page.getByText('taken', { exact: true }).waitFor()
    const claims = page.getByRole('textbox', { name: /^Claims/ })
    await claims.fill(JSON.stringify({ ...(JSON.parse(await claims.inputValue()) as object), exp: 1_000_000_000 }))
    await page.getByRole('button', { name: 'Sign these claims' }).click()
    await page.getByText('refused with 401').waitFor()
    expect(await page.locator('.verdict').innerText()).toMatch(/expired/)
  })

  test('a file is put into a bucket and looked at, and a page with scripts in it does nothing', async () => {
    const { UploadBucket } = sandbox.outputs
    await open(`objects/${UploadBucket}`, 'uploads/')
    const html = '<script>document.title = "taken over"</script>'
    await page.locator('main input[type=file]').setInputFiles({ name: 'page.html', mimeType: 'text/html', buffer: Buffer.from(html) })
    await page.getByRole('link', { name: 'page.html' }).click()
    await page.getByText(html).waitFor()
    await page.goto(`${sandbox.endpoint}/_sandbox/state/object?bucket=${UploadBucket}&key=page.html`)
    expect(await page.title()).toBe('')
  })

  test('one who may not is seen, with what was decided', async () => {
    const iam = await sandbox.clients.iam()
    const { CreateAccessKeyCommand, CreateUserCommand } = await import('@aws-sdk/client-iam')
    await iam.send(new CreateUserCommand({ UserName: 'mallory' }))
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: 'mallory' }))
    const { KinesisClient } = await import('@aws-sdk/client-kinesis')
    const kinesis = new KinesisClient({ endpoint: sandbox.endpoint, region: 'us-east-1', credentials: { accessKeyId: AccessKey!.AccessKeyId!, secretAccessKey: AccessKey!.SecretAccessKey! } })
    await expect(kinesis.send(new PutRecordCommand({ StreamName: 'uploads-stream', PartitionKey: 'k', Data: Buffer.from('x') }))).rejects.toMatchObject({ name: 'AccessDeniedException' })
    kinesis.destroy()
    await open('iam', 'mallory')
    const first = page.getByRole('region', { name: 'Decisions' }).locator('tbody tr').first()
    expect(await first.innerText()).toMatch(/denied[^]*kinesis:PutRecord[^]*mallory/)
    await first.getByRole('button').click()
    await page.getByRole('dialog').getByText('not allowed by any', { exact: true }).waitFor()
    await page.getByRole('region', { name: 'What would let it through' }).getByText('kinesis:PutRecord').first().waitFor()
  })

  test('another account has its own things', async () => {
    const { CreateBucketCommand, S3Client } = await import('@aws-sdk/client-s3')
    const { CreateStreamCommand, KinesisClient } = await import('@aws-sdk/client-kinesis')
    const client = { endpoint: sandbox.endpoint, region: 'eu-west-1', credentials: { accessKeyId: '111111111111', secretAccessKey: 'test' } }
    const [s3, kinesis] = [new S3Client({ ...client, forcePathStyle: true }), new KinesisClient(client)]
    await s3.send(new CreateBucketCommand({ Bucket: 'of-another', CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' } }))
    await kinesis.send(new CreateStreamCommand({ StreamName: 'far-away', ShardCount: 1 }))
    s3.destroy()
    kinesis.destroy()
    await open('objects', 'pipeline-sandbox-uploads')
    await page.getByLabel('Account and region').selectOption('111111111111/eu-west-1')
    await page.getByRole('link', { name: 'of-another' }).waitFor()
    expect(await page.locator('main').innerText()).not.toContain('pipeline-sandbox')
    await open('overview', 'far-away')
    await page.getByLabel('Account and region').selectOption('000000000000/us-east-1')
    await page.locator('main').getByText('uploads-stream').first().waitFor()
  })

  test('a fault is added, and cleared', async () => {
    await open('engine', 'Nothing is made to fail.')
    await page.getByRole('button', { name: 'Add' }).click()
    await page.getByRole('region', { name: 'Faults' }).getByText('ProvisionedThroughputExceededException').first().waitFor()
    await page.getByRole('button', { name: 'Clear', exact: true }).click()
    await page.getByText('Nothing is made to fail.').waitFor()
    expect(complaints).toEqual([])
  })

  test('the clock stands still and goes on', async () => {
    await open('engine', 'Clock')
    await page.getByRole('button', { name: 'Freeze' }).click()
    await page.getByText('stands still').waitFor()
    await page.getByRole('button', { name: 'Resume' }).click()
    await page.getByText('runs', { exact: true }).waitFor()
    await page.getByRole('button', { name: 'Back to now' }).click()
  })
})
