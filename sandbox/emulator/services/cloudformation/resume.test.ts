import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CloudFormationClient, CreateStackCommand, DescribeStackEventsCommand, DescribeStacksCommand, UpdateStackCommand } from '@aws-sdk/client-cloudformation'
import { KinesisClient, ListStreamsCommand } from '@aws-sdk/client-kinesis'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startEmulator, type Emulator } from '../../index.ts'
import { eventually } from '../../../testing/engine.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cloudformation-state-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const start = () => startEmulator({ port: 0, state: { directory: folder, fsync: false } })
const clientFor = ({ endpoint }: Emulator) => ({ endpoint, region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' }, requestHandler: { requestTimeout: 60_000 } })
const names = async (engine: Emulator) => (await new KinesisClient(clientFor(engine)).send(new ListStreamsCommand({}))).StreamNames

const trust = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }] }
const stream = (Name: string, more: object = {}) => ({ Type: 'AWS::Kinesis::Stream', Properties: { Name, ShardCount: 1 }, ...more })
/** Has something that never comes to an end: a function that does not answer. */
const endless = (name: string) => ({
  Resources: {
    S: stream(name),
    Role: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: trust } },
    Fn: { Type: 'AWS::Lambda::Function', Properties: { Runtime: 'nodejs24.x', Handler: 'index.handler', Role: { 'Fn::GetAtt': ['Role', 'Arn'] }, Code: { ZipFile: 'exports.handler = async () => 1' } } },
    Never: { Type: 'Custom::Never', Properties: { ServiceToken: { 'Fn::GetAtt': ['Fn', 'Arn'] } }, DependsOn: 'S' },
  },
})
const sent = (template: object) => ({ StackName: 'x', TemplateBody: JSON.stringify(template), Capabilities: ['CAPABILITY_IAM' as const] })

/** Stops the engine once the stack waits for its custom resource, and gives a new one with the same state. */
async function interrupted(engine: Emulator, request: Promise<unknown>): Promise<Emulator> {
  const ended = request.catch(() => undefined)
  const cfn = new CloudFormationClient(clientFor(engine))
  await eventually('the custom resource is begun', async () => {
    const { StackEvents } = await cfn.send(new DescribeStackEventsCommand({ StackName: 'x' })).catch(() => ({ StackEvents: [] }))
    return StackEvents!.some(({ LogicalResourceId }) => LogicalResourceId === 'Never') || undefined
  })
  await engine.stop()
  await ended
  return start()
}

async function settled(engine: Emulator) {
  const cfn = new CloudFormationClient(clientFor(engine))
  return eventually('settled', async () => {
    const stack = (await cfn.send(new DescribeStacksCommand({ StackName: 'x' }))).Stacks![0]!
    if (stack.StackStatus!.endsWith('_IN_PROGRESS')) return undefined
    const { StackEvents } = await cfn.send(new DescribeStackEventsCommand({ StackName: 'x' }))
    return { status: stack.StackStatus, reasons: StackEvents!.map(({ ResourceStatusReason }) => ResourceStatusReason ?? '').join('\n') }
  })
}

test('a creation that the end of the engine has cut short is taken back, with the reason', { timeout: 60_000 }, async () => {
  let engine = await start()
  engine = await interrupted(engine, new CloudFormationClient(clientFor(engine)).send(new CreateStackCommand(sent(endless('half')))))
  try {
    const { status, reasons } = await settled(engine)
    expect(status).toBe('ROLLBACK_COMPLETE')
    expect(reasons).toContain('The emulator stopped while this was under way. Rollback requested by user.')
    expect(await names(engine)).toEqual([])
  } finally {
    await engine.stop()
  }
})

test('so is an update', { timeout: 60_000 }, async () => {
  let engine = await start()
  const cfn = new CloudFormationClient(clientFor(engine))
  await cfn.send(new CreateStackCommand(sent({ Resources: { S: stream('before') } })))
  await settled(engine)
  engine = await interrupted(engine, cfn.send(new UpdateStackCommand(sent(endless('after')))))
  try {
    expect((await settled(engine)).status).toBe('UPDATE_ROLLBACK_COMPLETE')
    expect(await names(engine)).toEqual(['before'])
  } finally {
    await engine.stop()
  }
})
