import { CreateRoleCommand, GetUserPolicyCommand, IAMClient, PutRolePolicyCommand, PutUserPolicyCommand } from '@aws-sdk/client-iam'
import { CreateStreamCommand, KinesisClient, ListStreamsCommand, PutRecordCommand } from '@aws-sdk/client-kinesis'
import { CreateBucketCommand, GetObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createTestEngine, eventually, type TestEngine } from '../../../testing/engine.ts'
import { allow, asUser, outcome, policy } from '../../../testing/principals.ts'

const STREAM = 'arn:aws:kinesis:us-east-1:000000000000:stream/s'

let engine: TestEngine
beforeAll(async () => {
  engine = await createTestEngine()
  await new S3Client(engine.client).send(new CreateBucketCommand({ Bucket: 'bucket' }))
  await new KinesisClient(engine.client).send(new CreateStreamCommand({ StreamName: 's', ShardCount: 1 }))
  await eventually('the stream', async () => (await outcome(put(engine.client))) === 'ok' || undefined)
}, 30_000)
beforeEach(() => engine.host.journal.clear())
afterAll(() => engine.stop())

type Client = Pick<TestEngine['client'], 'endpoint' | 'region' | 'credentials'>
const put = (client: Client) => new KinesisClient({ ...client, maxAttempts: 1 }).send(new PutRecordCommand({ StreamName: 's', PartitionKey: 'a', Data: Buffer.from('a') }))
const get = (client: Client, Key: string) => new S3Client({ ...client, maxAttempts: 1 }).send(new GetObjectCommand({ Bucket: 'bucket', Key }))

interface Remedy { readonly kind: string; readonly holder: string; readonly holderName: string; readonly policyName: string; readonly document: string }
interface Check { readonly action: string; readonly layer?: string; readonly decision: string; readonly keys: object; readonly remedies: readonly Remedy[] }
interface Answer { readonly message?: string; readonly call: { readonly outcome: string; readonly requestId: string; readonly checks: readonly Check[] }; readonly within: readonly unknown[] }

async function why(query = ''): Promise<[status: number, answer: Answer]> {
  const response = await fetch(`${engine.endpoint}/_sandbox/iam/why?${query}`)
  if (response.status >= 500) throw new Error(await response.text() + engine.lines.join())
  return [response.status, (await response.json()) as Answer]
}

test('a denial is told with what was near, the keys that mattered, and what mends it', async () => {
  const Condition = { StringEquals: { 'aws:SourceIp': '203.0.113.1', 'aws:PrincipalTag/team': 'blue' } }
  const user = await asUser(engine, [{ Sid: 'Near', Action: 'kinesis:*', Resource: STREAM, Condition }])
  await expect(put(user)).rejects.toThrow('not authorized')
  const [, { call }] = await why()
  expect(call).toMatchObject({ outcome: 'denied', principal: user.arn, operation: 'PutRecord', error: 'AccessDeniedException', message: expect.stringContaining('no identity-based policy allows') })
  const [check] = call.checks
  expect(check).toMatchObject({ action: 'kinesis:PutRecord', resource: STREAM, layer: 'identity', statements: [{ sid: 'Near', outcome: 'condition', detail: 'StringEquals aws:SourceIp 203.0.113.1' }] })
  expect(check!.keys).toEqual({ 'aws:SourceIp': ['127.0.0.1'], 'aws:PrincipalTag/team': null })
  expect(check!.remedies).toMatchObject([{ kind: 'add', holder: 'user', holderName: user.UserName, policyName: 'own' }])
  const { policyName: PolicyName, document: PolicyDocument } = check!.remedies[0]!
  await new IAMClient(engine.client).send(new PutUserPolicyCommand({ UserName: user.UserName, PolicyName, PolicyDocument }))
  await put(user)
  const [, { call: later }] = await why(`request=${call.requestId}`)
  expect(later.checks[0]!.remedies).toEqual([])
})

test('an explicit deny names the statement that must go', async () => {
  const user = await asUser(engine, [...allow('kinesis:*'), { Sid: 'Never', Effect: 'Deny', Action: 'kinesis:Put*' }])
  await expect(put(user)).rejects.toThrow('explicit deny')
  const [, { call }] = await why('request=last')
  expect(call.checks).toMatchObject([{ decision: 'explicitDeny', layer: 'identity', remedies: [{ kind: 'remove', index: 1, statement: { Sid: 'Never' } }] }])
  const { policyName: PolicyName, document: PolicyDocument } = call.checks[0]!.remedies[0]!
  const iam = new IAMClient(engine.client)
  await iam.send(new PutUserPolicyCommand({ UserName: user.UserName, PolicyName, PolicyDocument }))
  expect(decodeURIComponent((await iam.send(new GetUserPolicyCommand({ UserName: user.UserName, PolicyName }))).PolicyDocument!)).not.toContain('Never')
  await put(user)
})

test('a key that is not there: 403 for want of s3:ListBucket', async () => {
  const user = await asUser(engine, allow(['s3:GetObject', 'arn:aws:s3:::bucket/in/*']))
  await expect(get(user, 'in/nothing')).rejects.toMatchObject({ name: 'AccessDenied' })
  const [, { call }] = await why()
  expect(call.checks).toMatchObject([{ action: 's3:GetObject', decision: 'allow' }, { action: 's3:ListBucket', resource: 'arn:aws:s3:::bucket', decision: 'implicitDeny' }])
})

test('a trust policy, a session policy and a boundary are told as such', async () => {
  const iam = new IAMClient(engine.client)
  const user = await asUser(engine, allow('sts:AssumeRole'))
  const trusting = (AWS: string) => policy({ Principal: { AWS }, Action: 'sts:AssumeRole', Resource: undefined })
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName: 'told', AssumeRolePolicyDocument: trusting(user.arn) }))
  await iam.send(new CreateRoleCommand({ RoleName: 'shut', AssumeRolePolicyDocument: trusting('arn:aws:iam::000000000000:role/told') }))
  await iam.send(new PutRolePolicyCommand({ RoleName: 'told', PolicyName: 'all', PolicyDocument: policy({ Action: '*' }) }))
  const assume = (RoleArn: string, Policy?: string) => new STSClient(user).send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'ses', ...(Policy ? { Policy } : {}) }))
  await expect(assume(Role!.Arn!.replace('told', 'shut'))).rejects.toThrow()
  expect((await why())[1].call.checks).toMatchObject([{ layer: 'trust', remedies: [{ holder: 'trust', holderName: Role!.Arn!.replace('told', 'shut') }] }])
  const { Credentials: c } = await assume(Role!.Arn!, policy({ Action: 's3:*' }))
  const session = { ...engine.client, credentials: { accessKeyId: c!.AccessKeyId!, secretAccessKey: c!.SecretAccessKey!, sessionToken: c!.SessionToken! } }
  await expect(put(session)).rejects.toThrow('no session policy')
  expect((await why())[1].call.checks).toMatchObject([{ layer: 'session', remedies: [{ holder: 'session' }] }])
})

test('what was refused before any policy, what was allowed, and what failed by itself', async () => {
  expect((await why())).toMatchObject([404, { message: 'Nothing has been called yet.' }])
  const forged = { ...engine.client, credentials: { accessKeyId: 'test', secretAccessKey: 'wrong' } }
  await expect(put(forged)).rejects.toThrow()
  expect((await why())[1].call).toMatchObject({ outcome: 'refused', error: 'InvalidSignatureException', checks: [] })
  const user = await asUser(engine, allow('kinesis:ListStreams', 's3:*'))
  const { $metadata } = await new KinesisClient(user).send(new ListStreamsCommand({}))
  expect((await why(`request=${$metadata.requestId}`))[1].call).toMatchObject({ outcome: 'allowed', checks: [{ decision: 'allow', statements: [{ outcome: 'applies' }] }] })
  const failed = (await get(user, 'in/nothing').catch((error: unknown) => error)) as { $metadata: { requestId: string } }
  expect((await why(`request=${failed.$metadata.requestId}`))[1].call).toMatchObject({ outcome: 'failed', error: 'NoSuchKey' })
  expect(await why('request=nobody')).toMatchObject([404, { message: expect.stringContaining('There is no call with request id nobody') }])
  engine.host.journal.clear()
  await put(engine.client)
  expect(await why()).toMatchObject([404, { message: 'None of the latest 1 calls was refused.' }])
})

test('lines that could not be written hide no refusal that came before them', async () => {
  const user = await asUser(engine)
  await expect(put(user)).rejects.toThrow()
  const { time } = engine.host.journal.entries().findLast(({ error }) => error)!
  const base = { requestId: 'late', service: 'logs', operation: 'PutLogEvents', account: '000000000000', region: 'us-east-1', principal: 'p', resources: [], status: 400, error: 'AccessDeniedException', duration_ms: 0 }
  engine.host.journal.record({ ...base, time: time + 1000 })
  expect((await why())[1].call).toMatchObject({ operation: 'PutRecord' })
  engine.host.journal.record({ ...base, time: time + 600_000 })
  expect((await why())[1].call).toMatchObject({ operation: 'PutLogEvents' })
})
