import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs'
import { LambdaClient, RemovePermissionCommand, GetPolicyCommand } from '@aws-sdk/client-lambda'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { JournalEntry } from '../../emulator/kernel/journal.ts'
import { createSandbox, type Sandbox } from '../../index.ts'
import { eventually } from '../engine.ts'

let sandbox: Sandbox
let aws: { endpoint: string; region: string; credentials: { accessKeyId: string; secretAccessKey: string } }
beforeAll(async () => {
  sandbox = await createSandbox()
  aws = { endpoint: sandbox.endpoint, region: sandbox.region, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } }
}, 60_000)
beforeEach(() => sandbox.reset())
afterAll(() => sandbox.stop())

async function denials(): Promise<JournalEntry[]> {
  const { entries } = (await (await fetch(`${sandbox.endpoint}/_sandbox/journal`)).json()) as { entries: JournalEntry[] }
  return entries.filter(({ decided }) => decided?.some(({ decision }) => decision !== 'allow'))
}

const firstDenial = (action: string) =>
  eventually(`a denial of ${action}`, async () => (await denials()).flatMap(({ operation, role, decided }) => decided!.filter((one) => one.action === action).map((one) => ({ operation, role, ...one })))[0])

async function lines(name: 'UploadFunction' | 'ProcessorFunction'): Promise<number> {
  const logGroupName = `/aws/lambda/${sandbox.stack.resources[name]!.ref}`
  const found = await new CloudWatchLogsClient(aws).send(new FilterLogEventsCommand({ logGroupName })).catch(() => undefined)
  return found?.events?.length ?? 0
}

test('with its two roles the pipeline does all of its work, and nothing is refused', async () => {
  const uploaded = await sandbox.upload('hello')
  expect((await sandbox.processed(uploaded)).text).toBe('HELLO')
  await sandbox.idle()
  expect(await eventually('lines of both', async () => ((await lines('UploadFunction')) > 0 && (await lines('ProcessorFunction')) > 0) || undefined)).toBe(true)
  expect(await denials()).toEqual([])
}, 30_000)

test('without the permission that SAM writes, the API answers as in AWS and never calls the function', async () => {
  const lambda = new LambdaClient(aws)
  const FunctionName = sandbox.stack.resources['UploadFunction']!.ref
  const { Policy } = await lambda.send(new GetPolicyCommand({ FunctionName }))
  for (const { Sid } of (JSON.parse(Policy!) as { Statement: { Sid: string }[] }).Statement)
    await lambda.send(new RemovePermissionCommand({ FunctionName, StatementId: Sid }))
  const headers = { authorization: `Bearer ${await sandbox.token()}`, 'content-type': 'application/json' }
  const response = await fetch(`${sandbox.outputs['ApiUrl']}/uploads`, { method: 'POST', headers, body: '{"filename":"a.txt","content":"a"}' })
  expect([response.status, await response.text()]).toEqual([500, '{"message":"Internal Server Error"}'])
  const denied = await firstDenial('lambda:InvokeFunction')
  expect(denied).toMatchObject({ operation: 'Invoke', reason: expect.stringContaining('policy of the resource') })
}, 30_000)
