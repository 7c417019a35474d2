// The first test of a pipeline: a file goes in, its result comes out. In a project of your own the imports are
// 'pipeline-sandbox' and 'pipeline-sandbox/vitest'.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createSandbox, type Sandbox } from '../../index.ts'
import '../../library/vitest.ts'

// One sandbox for the file: it starts and seeds the template's stack in about a second, in this process.
let sandbox: Sandbox
beforeAll(async () => void (sandbox = await createSandbox()), 60_000)
afterAll(() => sandbox?.stop())

// Each test begins with the stack as it was seeded, which takes some milliseconds. All ids stay the same.
beforeEach(() => sandbox.reset())

test('an upload comes out in capitals', async () => {
  const uploaded = await sandbox.upload('hello')
  await expect(sandbox).toHaveProcessed(uploaded, 'HELLO')
})

test('many at once, each with its own result', async () => {
  const names = ['a.txt', 'b.txt', 'c.txt']
  await Promise.all(names.map((name) => sandbox.upload(`this is ${name}`, { name })))
  // Waits until nothing is on its way any more: no request, no record, no retry. No test needs to sleep.
  await sandbox.idle()
  for (const name of names) await expect(sandbox).toHaveProcessed(name, `THIS IS ${name.toUpperCase()}`)
})

test('the application under test finds everything by its environment', async () => {
  // What a child process is given: AWS_ENDPOINT_URL, keys, region, and each output of the stack as API_URL, UPLOAD_BUCKET, …
  const { API_URL } = sandbox.env
  const answer = await fetch(`${API_URL}/uploads`, {
    method: 'POST',
    headers: { authorization: `Bearer ${await sandbox.token()}`, 'content-type': 'application/json' },
    body: JSON.stringify({ filename: 'mine.txt', content: 'by hand' }),
  })
  expect(answer.status).toBe(200)
  await expect(sandbox).toHaveProcessed('mine.txt', 'BY HAND')
})
