import { ListStreamsCommand } from '@aws-sdk/client-kinesis'
import { GetBucketLocationCommand } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createSandbox, SandboxError, type Sandbox } from '../index.ts'

let sandbox: Sandbox
beforeAll(async () => void (sandbox = await createSandbox()), 60_000)
afterAll(() => sandbox?.stop())

const look = async ({ clients, outputs }: Sandbox) => (await clients.s3()).send(new GetBucketLocationCommand({ Bucket: outputs['UploadBucket'] }))

test('a fault strikes until it is removed, and tells how often', async () => {
  const fault = await sandbox.faults.add({ service: 's3', operation: 'GetBucketLocation', error: { code: 'Odd', message: 'Very.', status: 418 } })
  await expect(look(sandbox)).rejects.toMatchObject({ name: 'Odd', message: 'Very.', $metadata: { httpStatusCode: 418 } })
  await (await sandbox.clients.kinesis()).send(new ListStreamsCommand({}))
  expect([await fault.hits(), (await sandbox.faults.list()).map(({ id }) => id)]).toEqual([1, [fault.id]])
  await fault.remove()
  await look(sandbox)
  expect([await fault.hits(), await sandbox.faults.list()]).toEqual([0, []])
  await expect(sandbox.faults.add({ service: 's3', error: 'TooSlow' })).rejects.toThrow(SandboxError)
})

test('a namespace\'s faults are its own, and end with its reset', { timeout: 60_000 }, async () => {
  const [one, other] = [await sandbox.namespace(), await sandbox.namespace()]
  await one.faults.add({ operation: 'GetBucketLocation', error: { code: 'Mine', status: 400 } })
  await other.faults.add({ operation: 'GetBucketLocation', error: { code: 'Other', status: 400 }, nth: 2 })
  await expect(look(one)).rejects.toMatchObject({ name: 'Mine' })
  await look(other)
  await expect(look(other)).rejects.toMatchObject({ name: 'Other' })
  await look(sandbox)
  await one.reset()
  await look(one)
  expect([await one.faults.list(), (await other.faults.list()).length]).toEqual([[], 1])
  await other.faults.clear()
  expect(await sandbox.faults.list()).toEqual([])
})
