import { once } from 'node:events'
import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  CancelUpdateStackCommand, CloudFormationClient, ContinueUpdateRollbackCommand, CreateStackCommand, DeleteStackCommand, DescribeStackEventsCommand,
  DescribeStackResourcesCommand, DescribeStacksCommand, GetStackPolicyCommand, SetStackPolicyCommand, UpdateStackCommand,
} from '@aws-sdk/client-cloudformation'
import { DescribeStreamSummaryCommand, KinesisClient } from '@aws-sdk/client-kinesis'
import { HeadBucketCommand, S3Client } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createTestEngine, eventually, type TestEngine } from '../../../testing/engine.ts'

let engine: TestEngine
let cfn: CloudFormationClient
/** Whoever makes the thing asks here how it shall end, and waits for the answer. */
let gate: Server
let waiting: ServerResponse[] = []
/** What is answered at once; undefined: nothing until the test says so. */
let verdict: 'SUCCESS' | 'FAILED' | undefined
/** What the thing was asked to be, in this order. */
let asked: string[] = []

beforeAll(async () => {
  engine = await createTestEngine()
  cfn = new CloudFormationClient(engine.client)
  gate = createServer(({ url }, answer) => {
    asked.push(url!.slice(1))
    void (verdict === undefined ? waiting.push(answer) : answer.end(verdict))
  }).listen(0, '127.0.0.1')
  await once(gate, 'listening')
})
beforeEach(() => {
  verdict = 'SUCCESS'
  waiting = []
  asked = []
})
afterAll(async () => {
  gate.closeAllConnections()
  gate.close()
  await engine.stop()
})

const code = `exports.handler = async (event) => {
  const Status = await (await fetch(process.env.GATE + event.RequestType + event.ResourceProperties.Size)).text()
  const { StackId, RequestId, LogicalResourceId, ResponseURL } = event
  await fetch(ResponseURL, { method: 'PUT', body: JSON.stringify({ Status, Reason: 'as asked', PhysicalResourceId: 'thing', StackId, RequestId, LogicalResourceId }) })
}`

function template(n: number): string {
  const trust = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }] }
  const Variables = { GATE: `http://127.0.0.1:${(gate.address() as AddressInfo).port}/` }
  return JSON.stringify({
    Resources: {
      Role: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: trust } },
      Maker: { Type: 'AWS::Lambda::Function', Properties: { Runtime: 'nodejs24.x', Handler: 'index.handler', Timeout: 30, Role: { 'Fn::GetAtt': ['Role', 'Arn'] }, Code: { ZipFile: code }, Environment: { Variables } } },
      First: { Type: 'AWS::Kinesis::Stream', Properties: { ShardCount: n } },
      Thing: { Type: 'Custom::Thing', Properties: { ServiceToken: { 'Fn::GetAtt': ['Maker', 'Arn'] }, Size: n }, DependsOn: 'First' },
      Last: { Type: 'AWS::Kinesis::Stream', Properties: { ShardCount: n }, DependsOn: 'Thing' },
    },
  })
}

const Capabilities = ['CAPABILITY_IAM' as const]
const statusOf = async (StackName: string) => (await cfn.send(new DescribeStacksCommand({ StackName }))).Stacks![0]!.StackStatus!
const settled = (name: string) => eventually(`${name} is settled`, async () => {
  const status = await statusOf(name)
  return status.endsWith('_IN_PROGRESS') ? undefined : status
}, 30_000)

async function create(StackName: string, TemplateBody: string): Promise<void> {
  await cfn.send(new CreateStackCommand({ StackName, TemplateBody, Capabilities }))
  expect(await settled(StackName)).toBe('CREATE_COMPLETE')
}
const update = (StackName: string, TemplateBody: string) => cfn.send(new UpdateStackCommand({ StackName, TemplateBody, Capabilities }))

async function shards(StackName: string): Promise<Record<string, number>> {
  const kinesis = new KinesisClient(engine.client)
  const { StackResources } = await cfn.send(new DescribeStackResourcesCommand({ StackName }))
  const streams = StackResources!.filter(({ ResourceType }) => ResourceType === 'AWS::Kinesis::Stream')
  const counts = streams.map(async ({ LogicalResourceId, PhysicalResourceId: StreamName }) => {
    const { StreamDescriptionSummary } = await kinesis.send(new DescribeStreamSummaryCommand({ StreamName }))
    return [LogicalResourceId!, StreamDescriptionSummary!.OpenShardCount!] as const
  })
  return Object.fromEntries(await Promise.all(counts))
}

const events = async (StackName: string) =>
  (await cfn.send(new DescribeStackEventsCommand({ StackName }))).StackEvents!.reverse().map((event) => [event.LogicalResourceId, event.ResourceStatus, event.ResourceStatusReason ?? ''].join(' ').trim())

describe('an update that is not to be', { timeout: 90_000 }, () => {
  test('is cancelled on the way: what was changed is put back, and the rest is never touched', async () => {
    await create('cancelled', template(1))
    await expect(cfn.send(new CancelUpdateStackCommand({ StackName: 'cancelled' }))).rejects.toMatchObject({ name: 'ValidationError', message: 'CancelUpdateStack cannot be called from current stack status' })
    verdict = undefined
    const updating = update('cancelled', template(2))
    const held = await eventually('the update is at the thing', () => waiting[0], 30_000)
    await cfn.send(new CancelUpdateStackCommand({ StackName: 'cancelled' }))
    verdict = 'SUCCESS'
    held.end(verdict)
    await updating
    expect(await settled('cancelled')).toBe('UPDATE_ROLLBACK_COMPLETE')
    expect(await shards('cancelled')).toEqual({ First: 1, Last: 1 })
    const lines = await events('cancelled')
    expect(lines).toContain('cancelled UPDATE_ROLLBACK_IN_PROGRESS User Initiated')
    expect(lines).not.toContain('Last UPDATE_IN_PROGRESS')
  })

  test('of which not all can be put back waits for its user, who goes on when the cause is gone', async () => {
    await create('stuck', template(1))
    verdict = 'FAILED'
    await update('stuck', template(2))
    expect(await settled('stuck')).toBe('UPDATE_ROLLBACK_FAILED')
    expect(await events('stuck')).toContain('stuck UPDATE_ROLLBACK_FAILED The following resource(s) failed to update: [Thing].')
    await expect(update('stuck', template(2))).rejects.toThrow(/is in UPDATE_ROLLBACK_FAILED state and can not be updated/)
    expect(asked).toEqual(['Create1', 'Update2', 'Update1'])
    verdict = 'SUCCESS'
    await cfn.send(new ContinueUpdateRollbackCommand({ StackName: 'stuck' }))
    expect(await settled('stuck')).toBe('UPDATE_ROLLBACK_COMPLETE')
    expect(asked).toEqual(['Create1', 'Update2', 'Update1', 'Update1'])
    expect(await shards('stuck')).toEqual({ First: 1, Last: 1 })
    await expect(cfn.send(new ContinueUpdateRollbackCommand({ StackName: 'stuck' }))).rejects.toThrow(/is in UPDATE_ROLLBACK_COMPLETE state and can not continue rolling back/)
  })

  test('or leaves out what cannot be put back', async () => {
    await create('skipping', template(1))
    verdict = 'FAILED'
    await update('skipping', template(2))
    expect(await settled('skipping')).toBe('UPDATE_ROLLBACK_FAILED')
    await cfn.send(new ContinueUpdateRollbackCommand({ StackName: 'skipping', ResourcesToSkip: ['Thing'] }))
    expect(await settled('skipping')).toBe('UPDATE_ROLLBACK_COMPLETE')
    expect(asked).toEqual(['Create1', 'Update2', 'Update1'])
    expect((await events('skipping')).slice(-4)).toContain('Thing UPDATE_COMPLETE')
    expect(await shards('skipping')).toEqual({ First: 1, Last: 1 })
  })
})

describe('what a template keeps', () => {
  const bucket = (BucketName: string, more: object) => ({ Type: 'AWS::S3::Bucket', Properties: { BucketName }, ...more })
  const isThere = (Bucket: string) => new S3Client({ ...engine.client, forcePathStyle: true }).send(new HeadBucketCommand({ Bucket })).then(() => true, () => false)

  test('stays when the stack goes, when a replacement comes, and, by RetainExceptOnCreate, not after a creation that failed', async () => {
    const made = (replaced: string) => JSON.stringify({ Resources: { A: bucket('kept-by-deletion', { DeletionPolicy: 'Retain' }), B: bucket(replaced, { UpdateReplacePolicy: 'Retain' }), C: bucket('not-kept', {}) } })
    await create('keeping', made('replaced-one'))
    await update('keeping', made('replaced-two'))
    expect(await settled('keeping')).toBe('UPDATE_COMPLETE')
    await cfn.send(new DeleteStackCommand({ StackName: 'keeping' }))
    await expect(statusOf('keeping')).rejects.toThrow('does not exist')
    expect(await Promise.all(['kept-by-deletion', 'replaced-one', 'replaced-two', 'not-kept'].map(isThere))).toEqual([true, true, false, false])
    const failing = { A: bucket('never-kept', { DeletionPolicy: 'RetainExceptOnCreate' }), B: bucket('no', { DependsOn: 'A' }) }
    await cfn.send(new CreateStackCommand({ StackName: 'failing', TemplateBody: JSON.stringify({ Resources: failing }) }))
    expect(await settled('failing')).toBe('ROLLBACK_COMPLETE')
    expect(await isThere('never-kept')).toBe(false)
  })
})

test('a stack policy is given back as it was set', async () => {
  await create('governed', JSON.stringify({ Resources: { A: { Type: 'AWS::Kinesis::Stream', Properties: { ShardCount: 1 } } } }))
  expect((await cfn.send(new GetStackPolicyCommand({ StackName: 'governed' }))).StackPolicyBody).toBeUndefined()
  const StackPolicyBody = JSON.stringify({ Statement: [{ Effect: 'Deny', Action: 'Update:*', Principal: '*', Resource: '*' }] })
  await cfn.send(new SetStackPolicyCommand({ StackName: 'governed', StackPolicyBody }))
  expect((await cfn.send(new GetStackPolicyCommand({ StackName: 'governed' }))).StackPolicyBody).toBe(StackPolicyBody)
  await expect(cfn.send(new SetStackPolicyCommand({ StackName: 'governed' }))).rejects.toThrow('You must specify either StackPolicyBody or StackPolicyURL.')
})
