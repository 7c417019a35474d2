import { GetRolePolicyCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam'
import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs'
import { LambdaClient, UpdateEventSourceMappingCommand } from '@aws-sdk/client-lambda'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createSandbox, type Sandbox } from '../../index.ts'
import { isMap, parseTemplate, type Value, type ValueMap } from '../../template/index.ts'
import { ROOT } from '../cli.ts'
import { eventually } from '../engine.ts'
import { outcome } from '../principals.ts'

/** Each action of the template's roles by itself: what breaks without it, and that what `sandbox why` says mends it. */
interface Granted {
  readonly role: string
  readonly policy: string
  readonly action: string
}

const TEMPLATE = parseTemplate(readFileSync(join(ROOT, 'fixtures/template.yaml'), 'utf8'), 'template.yaml')
const GRANTED: readonly Granted[] = Object.entries(TEMPLATE.resources).flatMap(([role, { Type, Properties }]) =>
  Type === 'AWS::IAM::Role' ? maps(Properties?.['Policies']).flatMap((policy) => actionsOf(policy).map((action) => ({ role, policy: String(policy['PolicyName']), action }))) : [],
)

function maps(value: Value | undefined): ValueMap[] {
  return (Array.isArray(value) ? value : []).filter(isMap)
}

function actionsOf({ PolicyDocument }: ValueMap): string[] {
  return maps((PolicyDocument as ValueMap)['Statement']).flatMap(({ Action }) => [Action].flat().map(String))
}

/** The template grants these so that its functions can be changed without it; nothing calls them. */
const SPARE = new Set(['kinesis:PutRecords'])
const lines = GRANTED.filter(({ action }) => action.startsWith('logs:'))
const reads = GRANTED.filter(({ role, action }) => role === 'ProcessorRole' && action.startsWith('kinesis:'))
const works = GRANTED.filter((one) => !lines.includes(one) && !reads.includes(one) && !SPARE.has(one.action))

let sandbox: Sandbox
let aws: { endpoint: string; region: string; credentials: { accessKeyId: string; secretAccessKey: string } }
beforeAll(async () => {
  sandbox = await createSandbox()
  aws = { endpoint: sandbox.endpoint, region: sandbox.region, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } }
}, 60_000)
beforeEach(() => sandbox.reset())
afterAll(() => sandbox.stop())

async function take({ role, policy: PolicyName, action }: Granted): Promise<void> {
  const iam = new IAMClient(aws)
  const of = { RoleName: sandbox.stack.resources[role]!.ref, PolicyName }
  const { PolicyDocument } = await iam.send(new GetRolePolicyCommand(of))
  const document = JSON.parse(decodeURIComponent(PolicyDocument!)) as { Statement: { Action: string | string[] }[] }
  const Statement = document.Statement.map((one) => ({ ...one, Action: [one.Action].flat().filter((name) => name !== action) })).filter(({ Action }) => Action.length > 0)
  await iam.send(new PutRolePolicyCommand({ ...of, PolicyDocument: JSON.stringify({ ...document, Statement }) }))
}

interface Check {
  readonly action: string
  readonly decision: string
  readonly remedies: readonly { holder: string; holderName: string; policyName: string; document: string }[]
}

interface Explained {
  readonly operation: string
  readonly role: string
  readonly checks: readonly Check[]
}

/** What `sandbox why` asks, about the latest refusal of this action. */
async function why(action: string): Promise<Explained> {
  return eventually(`a denial of ${action}`, async () => {
    const { entries } = (await (await fetch(`${sandbox.endpoint}/_sandbox/journal`)).json()) as { entries: { requestId: string; decided?: Check[] }[] }
    const denied = entries.findLast(({ decided }) => decided?.some((one) => one.action === action && one.decision !== 'allow'))
    if (!denied) return undefined
    return ((await (await fetch(`${sandbox.endpoint}/_sandbox/iam/why?request=${denied.requestId}`)).json()) as { call: Explained }).call
  })
}

async function mend({ checks }: Explained): Promise<void> {
  const iam = new IAMClient(aws)
  for (const { remedies = [] } of checks)
    for (const { holder, holderName, policyName, document } of remedies) {
      expect(holder).toBe('role')
      await iam.send(new PutRolePolicyCommand({ RoleName: holderName, PolicyName: policyName, PolicyDocument: document }))
    }
}

const roleOf = (logicalId: string) => expect.stringMatching(`:role/${sandbox.stack.resources[logicalId]!.ref}$`)
const operationOf = (action: string) => action.split(':')[1]
const pipelineWorks = async (text: string) => expect((await sandbox.processed(await sandbox.upload(text))).text).toBe(text.toUpperCase())

test('the template grants something of each kind', () => {
  expect([works.length, reads.length, lines.length]).toEqual([4, 5, 6])
})

test.each(works)('$role without $action fails at that call, and what is said mends it', async (granted) => {
  await take(granted)
  await sandbox.upload('first').catch(() => undefined)
  const told = await why(granted.action)
  expect(told).toMatchObject({ operation: operationOf(granted.action), role: roleOf(granted.role) })
  await mend(told)
  await pipelineWorks('second')
}, 30_000)

test.each(reads)('$role without $action cannot have its mapping changed, and what is said mends it', async (granted) => {
  const lambda = new LambdaClient(aws)
  const UUID = sandbox.stack.resources['ProcessorFunctionUploads']!.ref
  await take(granted)
  expect(await outcome(lambda.send(new UpdateEventSourceMappingCommand({ UUID, BatchSize: 11 })))).toContain('Cannot access stream')
  const told = await why(granted.action)
  expect(told).toMatchObject({ operation: operationOf(granted.action), role: roleOf(granted.role) })
  await mend(told)
  expect(await outcome(lambda.send(new UpdateEventSourceMappingCommand({ UUID, BatchSize: 12 })))).toBe('ok')
}, 30_000)

test.each(lines)('$role without $action works and loses only its lines, and what is said mends it', async (granted) => {
  await take(granted)
  const name = granted.role.replace(/Role$/, 'Function')
  const logGroupName = `/aws/lambda/${sandbox.stack.resources[name]!.ref}`
  const written = async () => (await new CloudWatchLogsClient(aws).send(new FilterLogEventsCommand({ logGroupName })).catch(() => undefined))?.events?.length ?? 0
  await pipelineWorks('first')
  await sandbox.idle()
  const told = await why(granted.action)
  expect(told.role).toEqual(roleOf(granted.role))
  expect(await written()).toBe(0)
  await mend(told)
  await pipelineWorks('second')
  await eventually('lines', async () => ((await written()) > 0 ? true : undefined))
}, 30_000)

test('the suggested policies are enough for the pipeline, from its mapping to its lines', async () => {
  await pipelineWorks('first')
  await sandbox.idle()
  const iam = new IAMClient(aws)
  const { roles } = (await (await fetch(`${sandbox.endpoint}/_sandbox/iam/review`)).json()) as { roles: { role: string; suggested: object[] }[] }
  for (const { role, suggested } of roles) {
    const PolicyName = role.endsWith('UploadRole') ? 'upload' : 'processor'
    await iam.send(new PutRolePolicyCommand({ RoleName: role, PolicyName, PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: suggested }) }))
  }
  const UUID = sandbox.stack.resources['ProcessorFunctionUploads']!.ref
  expect(await outcome(new LambdaClient(aws).send(new UpdateEventSourceMappingCommand({ UUID, BatchSize: 11 })))).toBe('ok')
  await pipelineWorks('second')
  await sandbox.idle()
  const { message } = (await (await fetch(`${sandbox.endpoint}/_sandbox/iam/why`)).json()) as { message?: string }
  expect(message).toMatch(/^None of the latest \d+ calls was refused\.$/)
}, 30_000)
