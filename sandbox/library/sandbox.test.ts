import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { UpdateEventSourceMappingCommand } from '@aws-sdk/client-lambda'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createSandbox, type Sandbox } from '../index.ts'

let sandbox: Sandbox
beforeAll(async () => void (sandbox = await createSandbox()), 60_000)
beforeEach(() => sandbox.reset())
afterAll(() => sandbox.stop())

test('an upload comes out processed', async () => {
  const uploaded = await sandbox.upload('hello')
  expect((await sandbox.processed(uploaded)).text).toBe('HELLO')
  await sandbox.idle()
})

test('what was there before a reset is gone, and all ids are as before', async () => {
  const { UploadBucket, ApiUrl } = sandbox.outputs
  const s3 = await sandbox.clients.s3()
  await s3.send(new PutObjectCommand({ Bucket: UploadBucket, Key: 'k', Body: 'x' }))
  await sandbox.reset()
  await expect(s3.send(new GetObjectCommand({ Bucket: UploadBucket, Key: 'k' }))).rejects.toMatchObject({ name: 'NoSuchKey' })
  expect(sandbox.env).toMatchObject({ AWS_ENDPOINT_URL: sandbox.endpoint, API_URL: ApiUrl, UPLOAD_BUCKET: UploadBucket })
  expect((await sandbox.processed(await sandbox.upload('again'))).text).toBe('AGAIN')
})

test('a checkpoint is gone back to as often as one likes', async () => {
  await sandbox.processed(await sandbox.upload('kept', { name: 'kept.txt' }))
  const saved = await sandbox.checkpoint()
  for (const text of ['one', 'two']) {
    await sandbox.processed(await sandbox.upload(text, { name: 'other.txt' }))
    await saved.restore()
    await expect(sandbox.processed('other.txt', { timeout_ms: 1 })).rejects.toThrow(/uploads\/other\.txt: not there/)
    expect((await sandbox.processed('kept.txt')).text).toBe('KEPT')
  }
})

test('tokens expire as the clock moves on, and bad ones are refused', async () => {
  const token = await sandbox.token()
  await sandbox.upload('in time', { token })
  await sandbox.clock.advance('2h')
  await expect(sandbox.upload('late', { token })).rejects.toThrow(/401/)
  await expect(sandbox.upload('forged', { token: await sandbox.token({ bad: 'wrong-signature' }) })).rejects.toThrow(/401/)
  await sandbox.upload('with a new one')
  await sandbox.clock.reset()
})

test('in vain is said with what is where', async () => {
  const [mapping] = Object.values(sandbox.stack.resources).filter(({ type }) => type === 'AWS::Lambda::EventSourceMapping')
  const lambda = await sandbox.clients.lambda()
  await lambda.send(new UpdateEventSourceMappingCommand({ UUID: mapping!.ref, Enabled: false }))
  await sandbox.idle()
  const uploaded = await sandbox.upload('waits')
  await expect(sandbox.processed(uploaded, { timeout_ms: 1 })).rejects.toThrow(/not processed within 1 ms[^]*uploads\/.*there, written[^]*Disabled/)
})
