// Tests side by side on one sandbox, each in an account of its own; and what an application does when AWS is in trouble.
import { CreateBucketCommand, ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createSandbox, type Sandbox } from '../../index.ts'
import '../../library/vitest.ts'

// Several files or workers can share one, too: start it in vitest's globalSetup, and `connectSandbox({ endpoint })` in each.
let sandbox: Sandbox
beforeAll(async () => void (sandbox = await createSandbox()), 60_000)
afterAll(() => sandbox?.stop())

describe.concurrent('side by side', () => {
  // The same names in all of them: nobody sees the others, also not by a reset.
  test.each(['one', 'two', 'three'])('worker %s', { timeout: 60_000 }, async (worker) => {
    const mine = await sandbox.namespace()
    const s3 = await mine.clients.s3()
    await s3.send(new CreateBucketCommand({ Bucket: 'results' }))
    await s3.send(new PutObjectCommand({ Bucket: 'results', Key: worker, Body: 'done' }))
    const uploaded = await mine.upload(`of ${worker}`, { name: 'same.txt' })
    await expect(mine).toHaveProcessed(uploaded, `OF ${worker.toUpperCase()}`, { timeout_ms: 30_000 })
    const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket: 'results' }))
    expect(Contents?.map(({ Key }) => Key)).toEqual([worker])
    // Of this account alone, and at its end all that it had is gone.
    await mine.idle()
    await mine.stop()
  })
})

describe('in trouble', () => {
  test('a busy S3 is asked again by the SDK, and nobody notices', { timeout: 60_000 }, async () => {
    await using mine = await sandbox.namespace()
    const slow = await mine.faults.add({ service: 's3', operation: 'PutObject', error: 'SlowDown', times: 2 })
    const uploaded = await mine.upload('through all that')
    await expect(mine).toHaveProcessed(uploaded, 'THROUGH ALL THAT', { timeout_ms: 30_000 })
    expect(await slow.hits()).toBe(2)
  })

  test('a processor that crashes once gets its records again', { timeout: 60_000 }, async () => {
    await using mine = await sandbox.namespace()
    const crash = await mine.faults.add({ invocation: 'crash', resource: '*:function:*-processor', times: 1 })
    await expect(mine).toHaveProcessed(await mine.upload('in the end'), 'IN THE END', { timeout_ms: 30_000 })
    expect(await crash.hits()).toBe(1)
  })
})
