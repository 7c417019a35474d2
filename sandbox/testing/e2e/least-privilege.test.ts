import { GetRolePolicyCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam'
import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs'
import { LambdaClient, RemovePermissionCommand, GetPolicyCommand, UpdateEventSourceMappingCommand } from '@aws-sdk/client-lambda'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { JournalEntry } from '../../emulator/kernel/journal.ts'
import { createSandbox, type Sandbox } from '../../index.ts'
import { eventually } from '../engine.ts'
import { outcome } from '../principals.ts'

let sandbox: Sandbox
let aws: { endpoint: string; region: string; credentials: { accessKeyId: string; secretAccessKey: string } }
beforeAll(async () => {
  sandbox = await createSandbox()
  aws = { endpoint: sandbox.endpoint, region: sandbox.region, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } }
}, 60_000)
beforeEach(() => sandbox.reset())
afterAll(() => sandbox.stop())

interface Statement {
  readonly Action: string | string[]
}

/** Rewrites the one policy of a role, by its logical id, without an action. */
async function take(role: 'UploadRole' | 'ProcessorRole', action: string): Promise<string> {
  const iam = new IAMClient(aws)
  const of = { RoleName: sandbox.stack.resources[role]!.ref, PolicyName: role === 'UploadRole' ? 'upload' : 'processor' }
  const { PolicyDocument } = await iam.send(new GetRolePolicyCommand(of))
  const document = JSON.parse(decodeURIComponent(PolicyDocument!)) as { Statement: Statement[] }
  const Statement = document.Statement.map((one) => ({ ...one, Action: [one.Action].flat().filter((name) => name !== action) })).filter(({ Action }) => Action.length > 0)
  expect(JSON.stringify(document)).toContain(action)
  await iam.send(new PutRolePolicyCommand({ ...of, PolicyDocument: JSON.stringify({ ...document, Statement }) }))
  return of.RoleName
}

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

test.each([
  ['s3:PutObject', 'PutObject'],
  ['kinesis:PutRecord', 'PutRecord'],
])('without %s of its role the upload fails', async (action, operation) => {
  const role = await take('UploadRole', action)
  await expect(sandbox.upload('hello')).rejects.toThrow()
  const denied = await firstDenial(action)
  expect(denied).toMatchObject({ operation, decision: 'implicitDeny', role: expect.stringMatching(`:role/${role}$`) })
}, 30_000)

test.each([
  ['s3:GetObject', 'GetObject'],
  ['s3:PutObject', 'PutObject'],
])('without %s of its role the processor fails', async (action, operation) => {
  const role = await take('ProcessorRole', action)
  const { key } = await sandbox.upload('hello')
  const denied = await firstDenial(action)
  expect(denied).toMatchObject({ operation, role: expect.stringMatching(`:role/${role}$`) })
  expect(denied.resource).toContain(action === 's3:GetObject' ? key : 'processed/')
}, 30_000)

test.each(['kinesis:GetRecords', 'kinesis:GetShardIterator', 'kinesis:DescribeStream', 'kinesis:DescribeStreamSummary', 'kinesis:ListShards'])(
  'without %s the mapping cannot be made to work again',
  async (action) => {
    const lambda = new LambdaClient(aws)
    const UUID = sandbox.stack.resources['ProcessorFunctionUploads']!.ref
    await take('ProcessorRole', action)
    const answer = await outcome(lambda.send(new UpdateEventSourceMappingCommand({ UUID, BatchSize: 11 })))
    expect(answer).toMatch(/^InvalidParameterValueException: Cannot access stream arn:aws:kinesis:us-east-1:000000000000:stream\/uploads-stream\. Please ensure the role can perform the GetRecords/)
    expect(await firstDenial(action)).toMatchObject({ operation: action.slice('kinesis:'.length) })
  },
  30_000,
)

test.each(['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'])('without %s only the lines are lost', async (action) => {
  await take('UploadRole', action)
  await take('ProcessorRole', action)
  const uploaded = await sandbox.upload('hello')
  expect((await sandbox.processed(uploaded)).text).toBe('HELLO')
  await sandbox.idle()
  await firstDenial(action)
  expect([await lines('UploadFunction'), await lines('ProcessorFunction')]).toEqual([0, 0])
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
