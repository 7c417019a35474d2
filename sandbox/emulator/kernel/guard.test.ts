import { CreateStreamCommand, KinesisClient, ListStreamsCommand, PutRecordCommand } from '@aws-sdk/client-kinesis'
import { LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda'
import { expect, test } from 'vitest'
import { createTestEngine, type TestEngine } from '../../testing/engine.ts'
import { allow, asUser, outcome, policy } from '../../testing/principals.ts'
import { servicePrincipal } from './context.ts'

const ARN = 'arn:aws:kinesis:us-east-1:000000000000:stream/s'
const put = new PutRecordCommand({ StreamName: 's', PartitionKey: 'k', Data: Buffer.from('x') })

async function withStream(iam: 'enforce' | 'audit' | 'off'): Promise<TestEngine> {
  const engine = await createTestEngine({ iam })
  await new KinesisClient(engine.client).send(new CreateStreamCommand({ StreamName: 's', ShardCount: 1 }))
  return engine
}

const entry = (engine: TestEngine, operation: string) => engine.host.journal.entries().findLast((one) => one.operation === operation)!

test('enforce: a denial is in the journal with all that was decided on', async () => {
  await using engine = await withStream('enforce')
  const user = await asUser(engine, [{ Action: 'kinesis:PutRecord', Resource: `${ARN}x`, Sid: 'Near' }])
  expect(await outcome(new KinesisClient(user).send(put))).toMatch(/^AccessDeniedException: User: /)
  expect(entry(engine, 'PutRecord')).toMatchObject({
    principal: user.arn,
    resources: [ARN],
    status: 400,
    error: 'AccessDeniedException',
    decided: [
      {
        action: 'kinesis:PutRecord',
        resource: ARN,
        decision: 'implicitDeny',
        reason: expect.stringContaining('The nearest is statement Near of user_'),
        statements: [{ layer: 'identity', sid: 'Near', index: 0, effect: 'Allow', outcome: 'resource' }],
        request: { action: 'kinesis:PutRecord', context: { 'aws:username': user.UserName, 'aws:SourceIp': '127.0.0.1' }, resources: [{ arn: ARN, account: '000000000000', policies: [] }] },
      },
    ],
  })
})

test('what was allowed is in the journal with the statement that did it, and nothing for root', async () => {
  await using engine = await withStream('enforce')
  await new KinesisClient(await asUser(engine, allow('kinesis:*'))).send(put)
  expect(entry(engine, 'PutRecord').decided).toEqual([
    { action: 'kinesis:PutRecord', resource: ARN, decision: 'allow', statements: [expect.objectContaining({ layer: 'identity', index: 0, effect: 'Allow', outcome: 'applies' })] },
  ])
  await new KinesisClient(engine.client).send(put)
  expect(entry(engine, 'PutRecord').decided).toBeUndefined()
})

test('audit: lets it pass and keeps the denial', async () => {
  await using engine = await withStream('audit')
  expect(await outcome(new KinesisClient(await asUser(engine)).send(put))).toBe('ok')
  expect(entry(engine, 'PutRecord')).toMatchObject({ status: 200, decided: [{ decision: 'implicitDeny', audited: true }] })
})

test('off: asks nobody', async () => {
  await using engine = await withStream('off')
  expect(await outcome(new KinesisClient(await asUser(engine, [{ Effect: 'Deny', Action: '*' }])).send(put))).toBe('ok')
  expect(entry(engine, 'PutRecord').decided).toBeUndefined()
})

test('a policy that changes counts from the next request', async () => {
  await using engine = await withStream('enforce')
  const user = await asUser(engine)
  const kinesis = new KinesisClient(user)
  const { IAMClient, PutUserPolicyCommand, DeleteUserPolicyCommand } = await import('@aws-sdk/client-iam')
  const iam = new IAMClient(engine.client)
  const name = { UserName: user.UserName, PolicyName: 'late' }
  await iam.send(new PutUserPolicyCommand({ ...name, PolicyDocument: policy({ Action: 'kinesis:PutRecord', Resource: ARN }) }))
  expect(await outcome(kinesis.send(put))).toBe('ok')
  await iam.send(new DeleteUserPolicyCommand(name))
  expect(await outcome(kinesis.send(put))).toMatch(/^AccessDeniedException/)
})

test.each([
  ['json', 'kinesis', { 'x-amz-target': 'Kinesis_20131202.ListStreams', 'content-type': 'application/x-amz-json-1.1' }, 'POST', '/', '{}', 400, /"MissingAuthenticationTokenException".*"Request is missing Authentication Token"/],
  ['rest-json', 'lambda', {}, 'GET', '/2015-03-31/functions', undefined, 403, /Missing Authentication Token/],
  ['query', 'iam', { 'content-type': 'application/x-www-form-urlencoded' }, 'POST', '/', 'Action=ListUsers&Version=2010-05-08', 403, /<Code>MissingAuthenticationToken<\/Code><Message>Request is missing Authentication Token<\/Message>/],
] as const)('%s: whoever does not sign is told so', async (_protocol, _service, headers, method, path, body, status, text) => {
  await using engine = await createTestEngine()
  const response = await fetch(engine.endpoint + path, { method, headers, ...(body === undefined ? {} : { body }) })
  expect([response.status, await response.text()]).toEqual([status, expect.stringMatching(text)])
})

test('a service is decided about by the policy of a resource that has one, and else acts freely', async () => {
  await using engine = await withStream('enforce')
  const caller = { principal: servicePrincipal('events.amazonaws.com', '000000000000'), region: 'us-east-1' }
  expect(await outcome(engine.host.call(caller, 'iam', 'ListRoles', {}))).toBe('ok')
  const record = { StreamName: 's', PartitionKey: 'k', Data: Buffer.from('x') }
  expect(await outcome(engine.host.call(caller, 'kinesis', 'PutRecord', record))).toMatch(/^AccessDeniedException: User: events.amazonaws.com .* because no resource-based policy allows/)
})

test('root of one account may nothing in another, and lists its own', async () => {
  await using engine = await withStream('enforce')
  const other = { ...engine.client, credentials: { accessKeyId: '222222222222', secretAccessKey: 'test' } }
  expect((await new KinesisClient(other).send(new ListStreamsCommand({}))).StreamNames).toEqual([])
  expect(await outcome(new LambdaClient(other).send(new ListFunctionsCommand({})))).toBe('ok')
  expect(await outcome(new KinesisClient(other).send(new PutRecordCommand({ ...put.input, StreamName: undefined, StreamARN: ARN })))).toMatch(/^AccessDeniedException/)
})
