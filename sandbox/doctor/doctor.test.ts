import { DeleteRouteCommand, GetAuthorizersCommand, GetRoutesCommand, UpdateAuthorizerCommand } from '@aws-sdk/client-apigatewayv2'
import { DeleteRolePolicyCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam'
import { DeleteStreamCommand } from '@aws-sdk/client-kinesis'
import {
  CreateEventSourceMappingCommand, DeleteEventSourceMappingCommand, DeleteFunctionCommand, GetEventSourceMappingCommand, GetFunctionConfigurationCommand, InvokeCommand,
  UpdateEventSourceMappingCommand, UpdateFunctionCodeCommand, UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda'
import { CreateBucketCommand } from '@aws-sdk/client-s3'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { createSandbox, type Sandbox } from '../index.ts'
import { zip } from '../testing/lambda.ts'
import { eventually } from '../testing/engine.ts'
import { examine } from './examine.ts'
import { Patient } from './patient.ts'

let sandbox: Sandbox
beforeAll(async () => void (sandbox = await createSandbox()), 60_000)
beforeEach(() => sandbox.reset())
afterEach(() => vi.unstubAllEnvs())
afterAll(() => sandbox.stop())

const UPLOAD = 'pipeline-sandbox-upload'
const PROCESSOR = 'pipeline-sandbox-processor'
const findings = async (token?: string) => {
  const { clients, stack, endpoint, region } = sandbox
  const session = { engine: 'embedded' as const, endpoints: { aws: endpoint, edge: endpoint, region } }
  const examined = await examine(new Patient({ session, clients, stack }, token))
  expect(examined.skipped).toEqual([])
  return examined.findings
}
const refOf = (logicalId: string) => sandbox.stack.resources[logicalId]!.ref
const mapping = () => refOf('ProcessorFunctionUploads')
const lambda = () => sandbox.clients.lambda()

async function updateCode(name: string, code: string): Promise<void> {
  await (await lambda()).send(new UpdateFunctionCodeCommand({ FunctionName: name, ZipFile: zip({ 'index.mjs': code }) }))
}

async function setEnvironment(name: string, change: Record<string, string>): Promise<void> {
  const { Environment } = await (await lambda()).send(new GetFunctionConfigurationCommand({ FunctionName: name }))
  await (await lambda()).send(new UpdateFunctionConfigurationCommand({ FunctionName: name, Environment: { Variables: { ...Environment?.Variables, ...change } } }))
}

const uploadQuietly = () => sandbox.upload('text').catch(() => undefined)
const untilResult = (pattern: RegExp) =>
  eventually(`the mapping's result ${pattern}`, async () => {
    const { LastProcessingResult } = await (await lambda()).send(new GetEventSourceMappingCommand({ UUID: mapping() }))
    return pattern.test(LastProcessingResult ?? '') ? true : undefined
  })

test('says nothing where all is well, before and after an upload', async () => {
  expect(await findings()).toEqual([])
  await sandbox.processed(await sandbox.upload('fine'))
  await sandbox.idle()
  expect(await findings()).toEqual([])
  expect(await findings(await sandbox.token())).toEqual([])
})

const FAULTS: readonly (readonly [diagnosis: string, problem: RegExp, inject: () => Promise<unknown>])[] = [
  ['mapping-disabled', /ProcessorFunctionUploads is disabled/, async () => {
    await (await lambda()).send(new UpdateEventSourceMappingCommand({ UUID: mapping(), Enabled: false }))
    await sandbox.idle()
    await sandbox.upload('waits')
  }],
  ['mapping-disabled', /ProcessorFunctionUploads is gone/, async () => {
    await (await lambda()).send(new DeleteEventSourceMappingCommand({ UUID: mapping() }))
    await sandbox.idle()
  }],
  ['mapping-too-late', /1 uploads \(late\.txt\) were put before/, async () => {
    const client = await lambda()
    const old = await client.send(new DeleteEventSourceMappingCommand({ UUID: mapping() }))
    await sandbox.idle()
    await sandbox.upload('late', { name: 'late.txt' })
    await sandbox.clock.advance('1m')
    const made = await client.send(new CreateEventSourceMappingCommand({ FunctionName: PROCESSOR, EventSourceArn: old.EventSourceArn, StartingPosition: 'LATEST' }))
    sandbox.stack.resources['ProcessorFunctionUploads']!.ref satisfies string
    Object.assign(sandbox.stack.resources['ProcessorFunctionUploads']!, { ref: made.UUID })
    await sandbox.idle()
  }],
  ['filter-drops-all', /asks for data\.buckets, which no record has/, async () => {
    const Filters = [{ Pattern: '{"data":{"buckets":["x"]}}' }]
    await (await lambda()).send(new UpdateEventSourceMappingCommand({ UUID: mapping(), FilterCriteria: { Filters } }))
    await sandbox.idle()
    await sandbox.upload('dropped')
    await sandbox.idle()
  }],
  ['mapping-cannot-read', /may not read the stream/, async () => {
    const iam = await sandbox.clients.iam()
    const RoleName = refOf('ProcessorRole')
    await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName: 'processor' }))
    await sandbox.upload('unread')
    await untilResult(/PROBLEM/)
  }],
  ['not-allowed', /UploadRole may not kinesis:PutRecord on arn:aws:kinesis/, async () => {
    const iam = await sandbox.clients.iam()
    const allow = (Action: string, Resource: string) => ({ Effect: 'Allow', Action, Resource })
    const Statement = [allow('s3:PutObject', '*'), allow('logs:*', '*')]
    await iam.send(new PutRolePolicyCommand({ RoleName: refOf('UploadRole'), PolicyName: 'upload', PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement }) }))
    await uploadQuietly()
    await sandbox.idle()
  }],
  ['not-allowed', /UploadRole may not s3:PutObject on arn:aws:s3/, async () => {
    const iam = await sandbox.clients.iam()
    const allow = (Action: string, Resource: string) => ({ Effect: 'Allow', Action, Resource })
    const Statement = [allow('s3:PutObject', 'arn:aws:s3:::another/*'), allow('kinesis:*', '*'), allow('logs:*', '*')]
    await iam.send(new PutRolePolicyCommand({ RoleName: refOf('UploadRole'), PolicyName: 'upload', PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement }) }))
    await uploadQuietly()
    await sandbox.idle()
  }],
  ['function-fails', /has no handler index\.handler/, async () => {
    await updateCode(UPLOAD, 'export const other = () => {}')
    await uploadQuietly()
    await sandbox.idle()
  }],
  ['function-fails', /-upload throws/, async () => {
    await updateCode(UPLOAD, 'export const handler = async () => { throw new Error("oh no") }')
    await uploadQuietly()
    await sandbox.idle()
  }],
  ['function-fails', /ran out of its time of 1 s/, async () => {
    await (await lambda()).send(new UpdateFunctionConfigurationCommand({ FunctionName: UPLOAD, Timeout: 1 }))
    await updateCode(UPLOAD, 'export const handler = () => new Promise((resolve) => setTimeout(resolve, 60_000))')
    await (await lambda()).send(new InvokeCommand({ FunctionName: UPLOAD }))
    await sandbox.idle()
  }],
  ['function-missing', /The function ProcessorFunction is gone/, async () => {
    await (await lambda()).send(new DeleteFunctionCommand({ FunctionName: PROCESSOR }))
  }],
  ['target-missing', /-upload works with the bucket nowhere-at-all, which does not exist/, async () => {
    await setEnvironment(UPLOAD, { UPLOAD_BUCKET: 'nowhere-at-all' })
  }],
  ['target-missing', /-upload works with the stream uploads-stream, which does not exist/, async () => {
    await (await sandbox.clients.kinesis()).send(new DeleteStreamCommand({ StreamName: sandbox.outputs['StreamName'], EnforceConsumerDeletion: true }))
  }],
  ['environment-differs', /has UPLOAD_BUCKET=another-bucket, and the stack's is pipeline/, async () => {
    await (await sandbox.clients.s3()).send(new CreateBucketCommand({ Bucket: 'another-bucket' }))
    await setEnvironment(UPLOAD, { UPLOAD_BUCKET: 'another-bucket' })
  }],
  ['route-missing', /has no route POST \/uploads/, async () => {
    const api = await sandbox.clients.apigateway()
    const { Items = [] } = await api.send(new GetRoutesCommand({ ApiId: refOf('HttpApi') }))
    for (const { RouteId } of Items) await api.send(new DeleteRouteCommand({ ApiId: refOf('HttpApi'), RouteId }))
  }],
  ['authorizer-mismatch', /takes tokens of the issuer https:\/\/cognito-idp\.us-east-1\.amazonaws\.com\/us-east-1_Other alone/, async () => {
    await changeAuthorizer((pool) => ({ Issuer: 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Other', Audience: pool.Audience }))
    await uploadQuietly()
  }],
  ['authorizer-mismatch', /takes tokens for the audience somebody-else alone/, async () => {
    await changeAuthorizer((pool) => ({ Issuer: pool.Issuer, Audience: ['somebody-else'] }))
    await uploadQuietly()
  }],
  ['token-refused', /refused with 401: the request had no token/, async () => {
    await fetch(`${sandbox.outputs['ApiUrl']}/uploads`, { method: 'POST', body: '{}' })
  }],
  ['token-refused', /for a route that it does not have/, async () => {
    await fetch(`${sandbox.outputs['ApiUrl']}/upload`, { method: 'POST', body: '{}' })
  }],
  ['wrong-place', /environment's region is eu-west-1, and the stack is in us-east-1/, async () => {
    vi.stubEnv('AWS_REGION', 'eu-west-1')
  }],
  ['wrong-place', /environment's account is 123456789012/, async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', '123456789012')
  }],
  ['clock-apart', /clock is 2h ahead of this machine's/, async () => {
    await sandbox.clock.advance('2h')
  }],
]

async function changeAuthorizer(change: (now: { Issuer?: string | undefined; Audience?: string[] | undefined }) => object): Promise<void> {
  const api = await sandbox.clients.apigateway()
  const { Items = [] } = await api.send(new GetAuthorizersCommand({ ApiId: refOf('HttpApi') }))
  const [{ AuthorizerId, JwtConfiguration = {} } = {}] = Items
  await api.send(new UpdateAuthorizerCommand({ ApiId: refOf('HttpApi'), AuthorizerId, JwtConfiguration: change(JwtConfiguration) }))
}

test.each(FAULTS)('%s: %s', { timeout: 30_000 }, async (diagnosis, problem, inject) => {
  const uuid = mapping()
  try {
    await inject()
    const [first] = await findings()
    expect(first).toMatchObject({ diagnosis, problem: expect.stringMatching(problem) })
    expect(first!.remedy).not.toBe('')
  } finally {
    Object.assign(sandbox.stack.resources['ProcessorFunctionUploads']!, { ref: uuid })
    await sandbox.clock.reset()
  }
})

test('a record that is stuck behind its retries', { timeout: 30_000 }, async () => {
  await updateCode(PROCESSOR, 'export const handler = async () => { throw new Error("poison") }')
  await sandbox.upload('poison')
  await untilResult(/Function call failed/)
  const found = await findings()
  expect(found.map(({ diagnosis }) => diagnosis)).toEqual(expect.arrayContaining(['function-fails', 'stuck-record']))
  expect(found.find(({ diagnosis }) => diagnosis === 'stuck-record')!.because.join('\n')).toMatch(/1 uploads have no result[^]*poison/)
})

test.each([
  ['wrong-issuer', /of another issuer/],
  ['wrong-audience', /for another client: anotherappclient/],
  ['expired', /^The token expired /],
  ['not-yet-valid', /not valid before/],
  ['alg-none', /signed with none/],
  ['hs256', /signed with HS256/],
  ['unknown-kid', /a key that the user pool does not have/],
] as const)('a token that is refused: %s', async (bad, problem) => {
  const [first] = await findings(await sandbox.token({ bad }))
  expect(first).toMatchObject({ diagnosis: 'token-refused', problem: expect.stringMatching(problem) })
})

test('what is no token at all', async () => {
  expect((await findings('not.a.token'))[0]).toMatchObject({ problem: 'The token is no JWT.' })
})
