import {
  CloudFormationClient, CreateChangeSetCommand, CreateStackCommand, DeleteStackCommand, DescribeChangeSetCommand, DescribeStackEventsCommand,
  DescribeStackResourcesCommand, DescribeStacksCommand, ExecuteChangeSetCommand, GetTemplateCommand, ListExportsCommand, ListImportsCommand,
  UpdateStackCommand, UpdateTerminationProtectionCommand, ValidateTemplateCommand, type CreateStackCommandInput, type Stack,
} from '@aws-sdk/client-cloudformation'
import { GetRoleCommand, IAMClient } from '@aws-sdk/client-iam'
import { DescribeStreamSummaryCommand, KinesisClient, ListStreamsCommand } from '@aws-sdk/client-kinesis'
import { CreateBucketCommand, ListBucketsCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestEngine, eventually, type TestEngine } from '../../../testing/engine.ts'
import { allow, asUser, outcome } from '../../../testing/principals.ts'

let engine: TestEngine
let cfn: CloudFormationClient
let kinesis: KinesisClient
let s3: S3Client

beforeAll(async () => {
  engine = await createTestEngine()
  cfn = new CloudFormationClient(engine.client)
  kinesis = new KinesisClient(engine.client)
  s3 = new S3Client({ ...engine.client, forcePathStyle: true })
})
afterAll(() => engine.stop())

const describeStack = async (StackName: string): Promise<Stack> => (await cfn.send(new DescribeStacksCommand({ StackName }))).Stacks![0]!

/** The stack once nothing is done to it any more. */
const settled = (name: string) =>
  eventually(`${name} is settled`, async () => {
    const stack = await describeStack(name)
    return stack.StackStatus!.endsWith('_IN_PROGRESS') ? undefined : stack
  })

async function create(StackName: string, template: object, more: Partial<CreateStackCommandInput> = {}): Promise<Stack> {
  const { StackId } = await cfn.send(new CreateStackCommand({ StackName, TemplateBody: JSON.stringify(template), ...more }))
  return settled(StackId!)
}

async function update(StackName: string, template: object, more: Partial<CreateStackCommandInput> = {}): Promise<Stack> {
  await cfn.send(new UpdateStackCommand({ StackName, TemplateBody: JSON.stringify(template), ...more }))
  return settled(StackName)
}

const eventsOf = async (StackName: string) =>
  (await cfn.send(new DescribeStackEventsCommand({ StackName }))).StackEvents!.reverse().map((event) => [event.LogicalResourceId, event.ResourceStatus, event.ResourceStatusReason ?? ''].join(' ').trim())

const idsOf = async (StackName: string) => {
  const { StackResources } = await cfn.send(new DescribeStackResourcesCommand({ StackName }))
  return Object.fromEntries(StackResources!.map(({ LogicalResourceId, PhysicalResourceId }) => [LogicalResourceId!, PhysicalResourceId!]))
}

const stream = (properties: object = {}) => ({ Type: 'AWS::Kinesis::Stream', Properties: { ShardCount: 1, ...properties } })
const bucket = (properties: object = {}, more: object = {}) => ({ Type: 'AWS::S3::Bucket', Properties: properties, ...more })
const streams = async () => (await kinesis.send(new ListStreamsCommand({}))).StreamNames!
const buckets = async () => (await s3.send(new ListBucketsCommand({}))).Buckets!.map(({ Name }) => Name!)

describe('creating', () => {
  test('events, outputs and names are as CloudFormation gives them', async () => {
    const template = {
      Description: 'a stack',
      Parameters: { Shards: { Type: 'Number', Default: 1 } },
      Resources: { Events: stream({ ShardCount: { Ref: 'Shards' } }) },
      Outputs: { Arn: { Description: 'of the stream', Value: { 'Fn::GetAtt': ['Events', 'Arn'] } }, Name: { Value: { 'Fn::Sub': '${AWS::StackName}/${Events}' } } },
    }
    const stack = await create('plain', template, { Parameters: [{ ParameterKey: 'Shards', ParameterValue: '2' }], Tags: [{ Key: 'team', Value: 'a' }] })
    expect(stack.StackId).toMatch(/^arn:aws:cloudformation:us-east-1:000000000000:stack\/plain\/[0-9a-f-]{36}$/)
    expect(stack).toMatchObject({ StackName: 'plain', Description: 'a stack', StackStatus: 'CREATE_COMPLETE', Parameters: [{ ParameterKey: 'Shards', ParameterValue: '2' }], Tags: [{ Key: 'team', Value: 'a' }] })
    const { Events } = await idsOf('plain')
    expect(Events).toMatch(/^plain-Events-[A-Za-z0-9]{12}$/)
    expect(stack.Outputs).toEqual([
      { OutputKey: 'Arn', OutputValue: `arn:aws:kinesis:us-east-1:000000000000:stream/${Events}`, Description: 'of the stream' },
      { OutputKey: 'Name', OutputValue: `plain/${Events}` },
    ])
    expect(await eventsOf('plain')).toEqual([
      'plain CREATE_IN_PROGRESS User Initiated',
      'Events CREATE_IN_PROGRESS',
      'Events CREATE_IN_PROGRESS Resource creation Initiated',
      'Events CREATE_COMPLETE',
      'plain CREATE_COMPLETE',
    ])
    const { StreamDescriptionSummary } = await kinesis.send(new DescribeStreamSummaryCommand({ StreamName: Events }))
    expect(StreamDescriptionSummary!.OpenShardCount).toBe(2)
  })

  test('a failure takes back what was made, with the reason', async () => {
    const template = { Resources: { First: stream(), Second: { ...stream({ Name: 'not a name' }), DependsOn: 'First' } } }
    const before = await streams()
    const stack = await create('failing', template)
    expect(stack).toMatchObject({ StackStatus: 'ROLLBACK_COMPLETE' })
    expect(await streams()).toEqual(before)
    const events = await eventsOf('failing')
    expect(events).toContain('failing ROLLBACK_IN_PROGRESS The following resource(s) failed to create: [Second]. Rollback requested by user.')
    expect(events.find((event) => event.startsWith('Second CREATE_FAILED'))).toMatch(/Resource handler returned message: ".+ \(Service: Kinesis, Status Code: 4\d\d, Request ID: .+\)" \(RequestToken: .+, HandlerErrorCode: \w+\)/)
    expect(events).toContain('First DELETE_COMPLETE')
    await expect(update('failing', template)).rejects.toThrow(/is in ROLLBACK_COMPLETE state and can not be updated\.$/)
  })

  test('a bucket that is there already is not taken for the stack\'s own', async () => {
    await s3.send(new CreateBucketCommand({ Bucket: 'taken-name' }))
    expect((await create('greedy', { Resources: { B: bucket({ BucketName: 'taken-name' }) } })).StackStatus).toBe('ROLLBACK_COMPLETE')
    expect(await eventsOf('greedy')).toContain('B CREATE_FAILED taken-name already exists')
    expect(await buckets()).toContain('taken-name')
  })

  test('nothing is taken back where that is asked for', async () => {
    const stack = await create('kept', { Resources: { First: stream(), Second: bucket({ BucketName: 'NOT OK' }, { DependsOn: 'First' }) } }, { DisableRollback: true })
    expect(stack.StackStatus).toBe('CREATE_FAILED')
    expect(await streams()).toContain((await idsOf('kept'))['First'])
  })

  test.each([
    ['a type that nobody makes', { Resources: { Table: { Type: 'AWS::DynamoDB::Table' } } }, 'Template format error: Unrecognized resource types: [AWS::DynamoDB::Table]'],
    ['a reference to nothing', { Resources: { B: bucket({ BucketName: { Ref: 'Nothing' } }) } }, 'Template format error: Unresolved resource dependencies [Nothing] in the Resources block of the template'],
    ['a parameter without a value', { Parameters: { P: { Type: 'String' } }, Resources: { B: bucket() } }, 'Parameters: [P] must have values'],
    ['a cycle', { Resources: { A: bucket({}, { DependsOn: 'B' }), B: bucket({}, { DependsOn: 'A' }) } }, 'Circular dependency between resources: [A, B]'],
  ])('%s is refused before anything is made', async (_, template, message) => {
    await expect(create('refused', template)).rejects.toMatchObject({ name: 'ValidationError', message: expect.stringContaining(message) as unknown })
    await expect(describeStack('refused')).rejects.toThrow('Stack with id refused does not exist')
  })

  test('a property that is not known fails its resource by name', async () => {
    await create('extra', { Resources: { B: bucket({ Colour: 'red' }) } })
    expect((await eventsOf('extra')).find((event) => event.startsWith('B CREATE_FAILED'))).toContain('#: extraneous key [Colour] is not permitted')
  })

  test('roles must be acknowledged', async () => {
    const template = { Resources: { R: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: trust('lambda.amazonaws.com') } } } }
    await expect(create('roles', template)).rejects.toMatchObject({ name: 'InsufficientCapabilitiesException', message: 'Requires capabilities : [CAPABILITY_IAM]' })
    expect(await create('roles', template, { Capabilities: ['CAPABILITY_IAM'] })).toMatchObject({ StackStatus: 'CREATE_COMPLETE', Capabilities: ['CAPABILITY_IAM'] })
    await expect(create('roles', template, { Capabilities: ['CAPABILITY_IAM'] })).rejects.toMatchObject({ name: 'AlreadyExistsException', message: 'Stack [roles] already exists' })
  })

  test('a template may lie in S3', async () => {
    await s3.send(new CreateBucketCommand({ Bucket: 'templates' }))
    await s3.send(new PutObjectCommand({ Bucket: 'templates', Key: 'a/t.json', Body: JSON.stringify({ Resources: { S: stream() } }) }))
    for (const [index, TemplateURL] of ['https://s3.amazonaws.com/templates/a/t.json', 'https://templates.s3.us-east-1.amazonaws.com/a/t.json', `${engine.endpoint}/templates/a/t.json`].entries()) {
      await cfn.send(new CreateStackCommand({ StackName: `from-url-${index}`, TemplateURL }))
      expect((await settled(`from-url-${index}`)).StackStatus).toBe('CREATE_COMPLETE')
    }
    await expect(cfn.send(new CreateStackCommand({ StackName: 'u', TemplateURL: 'https://example.com/t.json' }))).rejects.toThrow('TemplateURL must be a supported URL.')
  })
})

const trust = (Service: string) => ({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { Service }, Action: 'sts:AssumeRole' }] })

describe('updating', () => {
  test('in place and by replacement', async () => {
    await create('moving', { Resources: { A: stream(), B: stream({ Name: 'named-one' }) } })
    const before = await idsOf('moving')
    const stack = await update('moving', { Resources: { A: stream({ ShardCount: 2, RetentionPeriodHours: 48 }), B: stream({ Name: 'named-two' }) } })
    expect(stack.StackStatus).toBe('UPDATE_COMPLETE')
    const after = await idsOf('moving')
    expect(after).toEqual({ A: before['A'], B: 'named-two' })
    const { StreamDescriptionSummary } = await kinesis.send(new DescribeStreamSummaryCommand({ StreamName: after['A'] }))
    expect(StreamDescriptionSummary).toMatchObject({ OpenShardCount: 2, RetentionPeriodHours: 48 })
    expect(await streams()).not.toContain('named-one')
    const events = await eventsOf('moving')
    expect(events).toContain('B UPDATE_IN_PROGRESS Requested update requires the creation of a new physical resource; hence creating one.')
    expect(events.slice(-4)).toEqual(['moving UPDATE_COMPLETE_CLEANUP_IN_PROGRESS', 'B DELETE_IN_PROGRESS', 'B DELETE_COMPLETE', 'moving UPDATE_COMPLETE'])
  })

  test('what the template no longer has is deleted, or kept where it says so', async () => {
    await create('shrinking', { Resources: { A: stream(), B: stream(), C: stream({}) , D: { ...stream(), DeletionPolicy: 'Retain' } } })
    const { B, D } = await idsOf('shrinking')
    await update('shrinking', { Resources: { A: stream() } })
    expect(Object.keys(await idsOf('shrinking'))).toEqual(['A'])
    expect(await streams()).not.toContain(B)
    expect(await streams()).toContain(D)
    expect(await eventsOf('shrinking')).toContain('D DELETE_SKIPPED')
  })

  test('a failing one puts all back as it was, with the reason', async () => {
    const template = { Resources: { A: stream(), B: stream({ Name: 'steady' }) }, Outputs: { Name: { Value: { Ref: 'B' } } } }
    await create('undone', template)
    const before = await idsOf('undone')
    const broken = { Resources: { A: stream({ ShardCount: 2 }), B: stream({ Name: 'short-lived' }), Bad: bucket({ BucketName: 'no' }, { DependsOn: ['A', 'B'] }) } }
    const stack = await update('undone', broken)
    expect(stack).toMatchObject({ StackStatus: 'UPDATE_ROLLBACK_COMPLETE', Outputs: [{ OutputKey: 'Name', OutputValue: 'steady' }] })
    expect(await idsOf('undone')).toEqual(before)
    expect(await streams()).toContain('steady')
    expect(await streams()).not.toContain('short-lived')
    const { StreamDescriptionSummary } = await kinesis.send(new DescribeStreamSummaryCommand({ StreamName: before['A'] }))
    expect(StreamDescriptionSummary!.OpenShardCount).toBe(1)
    const events = await eventsOf('undone')
    expect(events).toContain('undone UPDATE_ROLLBACK_IN_PROGRESS The following resource(s) failed to create: [Bad].')
    expect(events.find((event) => event.startsWith('Bad CREATE_FAILED'))).toMatch(/bucket/i)
    // And it can be changed again.
    expect((await update('undone', { Resources: { ...template.Resources, A: stream({ ShardCount: 2 }) } })).StackStatus).toBe('UPDATE_COMPLETE')
  })

  test('without a difference there is none', async () => {
    const template = { Parameters: { N: { Type: 'String', Default: 'x' } }, Resources: { A: stream() }, Outputs: { N: { Value: { Ref: 'N' } } } }
    await create('same', template)
    await expect(update('same', template)).rejects.toMatchObject({ name: 'ValidationError', message: 'No updates are to be performed.' })
    await expect(update('absent', template)).rejects.toThrow('Stack [absent] does not exist')
    const stack = await update('same', template, { Parameters: [{ ParameterKey: 'N', ParameterValue: 'y' }] })
    expect(stack.Outputs).toEqual([{ OutputKey: 'N', OutputValue: 'y' }])
    const again = new UpdateStackCommand({ StackName: 'same', UsePreviousTemplate: true, Parameters: [{ ParameterKey: 'N', UsePreviousValue: true }] })
    expect(await outcome(cfn.send(again))).toBe('ValidationError: No updates are to be performed.')
  })
})

describe('deleting', () => {
  test('leaves nothing, dependents first', async () => {
    const before = await streams()
    const { StackId } = await create('gone', { Resources: { A: stream(), B: { ...stream(), DependsOn: 'A' } } })
    await cfn.send(new DeleteStackCommand({ StackName: 'gone', RetainResources: [] }))
    expect((await settled(StackId!)).StackStatus).toBe('DELETE_COMPLETE')
    expect(await streams()).toEqual(before)
    const events = await eventsOf(StackId!)
    expect(events.slice(-6)).toEqual(['gone DELETE_IN_PROGRESS User Initiated', 'B DELETE_IN_PROGRESS', 'B DELETE_COMPLETE', 'A DELETE_IN_PROGRESS', 'A DELETE_COMPLETE', 'gone DELETE_COMPLETE'])
    await expect(describeStack('gone')).rejects.toThrow('Stack with id gone does not exist')
    expect(await outcome(cfn.send(new DeleteStackCommand({ StackName: 'gone' })))).toBe('ok')
  })

  test('what cannot be deleted is named, and can be left behind', async () => {
    await create('full', { Resources: { B: bucket({ BucketName: 'full-bucket' }) } })
    await s3.send(new PutObjectCommand({ Bucket: 'full-bucket', Key: 'k', Body: 'x' }))
    await cfn.send(new DeleteStackCommand({ StackName: 'full' }))
    expect(await settled('full')).toMatchObject({ StackStatus: 'DELETE_FAILED', StackStatusReason: 'The following resource(s) failed to delete: [B]. ' })
    await cfn.send(new DeleteStackCommand({ StackName: 'full', RetainResources: ['B'] }))
    await expect(describeStack('full')).rejects.toThrow('does not exist')
    expect(await buckets()).toContain('full-bucket')
  })

  test('protection holds', async () => {
    await create('protected', { Resources: { A: stream() } }, { EnableTerminationProtection: true })
    await expect(cfn.send(new DeleteStackCommand({ StackName: 'protected' }))).rejects.toThrow('Stack [protected] cannot be deleted while TerminationProtection is enabled')
    await cfn.send(new UpdateTerminationProtectionCommand({ StackName: 'protected', EnableTerminationProtection: false }))
    expect(await outcome(cfn.send(new DeleteStackCommand({ StackName: 'protected' })))).toBe('ok')
  })
})

describe('exports', () => {
  const exporting = (value: string) => ({ Resources: { A: stream() }, Outputs: { V: { Value: value, Export: { Name: 'shared-value' } } } })
  const importing = { Resources: { B: stream({ Name: { 'Fn::ImportValue': 'shared-value' } }) } }

  test('hold stacks together', async () => {
    await create('exporter', exporting('imported-name'))
    expect((await cfn.send(new ListExportsCommand({}))).Exports).toContainEqual({ ExportingStackId: (await describeStack('exporter')).StackId, Name: 'shared-value', Value: 'imported-name' })
    await create('importer', importing)
    expect(await idsOf('importer')).toEqual({ B: 'imported-name' })
    expect((await cfn.send(new ListImportsCommand({ ExportName: 'shared-value' }))).Imports).toEqual(['importer'])
    await expect(cfn.send(new DeleteStackCommand({ StackName: 'exporter' }))).rejects.toThrow('Export shared-value cannot be deleted as it is in use by importer')
    const changed = await update('exporter', exporting('another'))
    expect(changed).toMatchObject({ StackStatus: 'UPDATE_ROLLBACK_COMPLETE', Outputs: [{ OutputValue: 'imported-name' }] })
    expect((await eventsOf('exporter')).join('\n')).toContain('Export shared-value cannot be updated as it is in use by importer')
    expect((await create('second', exporting('x'))).StackStatus).toBe('ROLLBACK_COMPLETE')
    expect((await eventsOf('second')).join('\n')).toContain('Export with name shared-value is already exported by stack exporter')
    await cfn.send(new DeleteStackCommand({ StackName: 'importer' }))
    expect(await outcome(cfn.send(new DeleteStackCommand({ StackName: 'exporter' })))).toBe('ok')
  })

  test('one that is not there fails the stack', async () => {
    expect((await create('orphan', importing)).StackStatus).toBe('ROLLBACK_COMPLETE')
    expect((await eventsOf('orphan')).join('\n')).toContain('No export named shared-value found.')
  })
})

describe('change sets', () => {
  const sent = (StackName: string, template: object, type: 'CREATE' | 'UPDATE', ChangeSetName: string) =>
    cfn.send(new CreateChangeSetCommand({ StackName, ChangeSetName, ChangeSetType: type, TemplateBody: JSON.stringify(template) }))

  test('show what would be, and then are carried out', async () => {
    await sent('reviewed', { Resources: { A: stream(), B: stream({ Name: 'old-name' }), C: stream() } }, 'CREATE', 'first')
    expect((await describeStack('reviewed')).StackStatus).toBe('REVIEW_IN_PROGRESS')
    await cfn.send(new ExecuteChangeSetCommand({ StackName: 'reviewed', ChangeSetName: 'first' }))
    expect((await settled('reviewed')).StackStatus).toBe('CREATE_COMPLETE')
    const { Id } = await sent('reviewed', { Resources: { A: stream({ ShardCount: 2 }), B: stream({ Name: 'new-name' }), D: stream() } }, 'UPDATE', 'second')
    const shown = await cfn.send(new DescribeChangeSetCommand({ ChangeSetName: Id }))
    expect(shown).toMatchObject({ Status: 'CREATE_COMPLETE', ExecutionStatus: 'AVAILABLE' })
    expect(shown.Changes!.map(({ ResourceChange: change }) => [change!.Action, change!.LogicalResourceId, change!.Replacement, change!.Details?.map(({ Target }) => Target?.Name).join()])).toEqual([
      ['Modify', 'A', 'False', 'ShardCount'],
      ['Modify', 'B', 'True', 'Name'],
      ['Add', 'D', undefined, ''],
      ['Remove', 'C', undefined, ''],
    ])
    expect(await streams()).toContain('old-name')
    await cfn.send(new ExecuteChangeSetCommand({ ChangeSetName: Id }))
    expect((await settled('reviewed')).StackStatus).toBe('UPDATE_COMPLETE')
    expect(await streams()).toContain('new-name')
    await expect(cfn.send(new ExecuteChangeSetCommand({ ChangeSetName: Id }))).rejects.toMatchObject({ name: 'InvalidChangeSetStatusException' })
  })

  test('one without changes says so', async () => {
    const template = { Resources: { A: stream() } }
    await create('unchanged', template)
    await sent('unchanged', template, 'UPDATE', 'nothing')
    expect(await cfn.send(new DescribeChangeSetCommand({ StackName: 'unchanged', ChangeSetName: 'nothing' }))).toMatchObject({
      Status: 'FAILED',
      ExecutionStatus: 'UNAVAILABLE',
      StatusReason: "The submitted information didn't contain changes. Submit different information to create a change set.",
    })
  })

  test('a template that is refused leaves no stack', async () => {
    await expect(sent('ghost', { Resources: { A: { Type: 'AWS::Nothing::Here' } } }, 'CREATE', 'x')).rejects.toThrow(/Unrecognized resource types/)
    await expect(describeStack('ghost')).rejects.toThrow('Stack with id ghost does not exist')
  })
})

describe('who may', () => {
  const template = { Resources: { A: stream({ Name: 'of-a-user' }) } }

  test('resources are made in the name of who asks', async () => {
    const user = new CloudFormationClient(await asUser(engine, allow('cloudformation:*')))
    const { StackId } = await user.send(new CreateStackCommand({ StackName: 'poor', TemplateBody: JSON.stringify(template) }))
    expect((await settled(StackId!)).StackStatus).toBe('ROLLBACK_COMPLETE')
    expect((await eventsOf('poor')).join('\n')).toMatch(/not authorized to perform: kinesis:CreateStream.*HandlerErrorCode: AccessDenied/)
  })

  test('or of the role that is handed over', async () => {
    const { IamRole } = await (async () => {
      const Policies = [{ PolicyName: 'p', PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'kinesis:*', Resource: '*' }] } }]
      await create('role', { Resources: { R: { Type: 'AWS::IAM::Role', Properties: { RoleName: 'maker', AssumeRolePolicyDocument: trust('cloudformation.amazonaws.com'), Policies } } } }, { Capabilities: ['CAPABILITY_NAMED_IAM'] })
      return { IamRole: (await new IAMClient(engine.client).send(new GetRoleCommand({ RoleName: 'maker' }))).Role!.Arn! }
    })()
    const command = new CreateStackCommand({ StackName: 'rich', TemplateBody: JSON.stringify(template), RoleARN: IamRole })
    const unable = new CloudFormationClient(await asUser(engine, allow('cloudformation:*')))
    expect(await outcome(unable.send(command))).toMatch(/AccessDenied.*iam:PassRole/)
    const user = new CloudFormationClient(await asUser(engine, allow('cloudformation:*', ['iam:PassRole', IamRole])))
    await user.send(command)
    expect(await settled('rich')).toMatchObject({ StackStatus: 'CREATE_COMPLETE', RoleARN: IamRole })
  })
})

describe('templates', () => {
  test('are given back as they came, and as the transform made them', async () => {
    const template = {
      Transform: 'AWS::Serverless-2016-10-31',
      Resources: { Fn: { Type: 'AWS::Serverless::Function', Properties: { Runtime: 'nodejs24.x', Handler: 'index.handler', InlineCode: 'exports.handler = async () => 1' } } },
    }
    await expect(create('sam', template, { Capabilities: ['CAPABILITY_IAM'] })).rejects.toThrow('Requires capabilities : [CAPABILITY_AUTO_EXPAND]')
    expect((await create('sam', template, { Capabilities: ['CAPABILITY_IAM', 'CAPABILITY_AUTO_EXPAND'] })).StackStatus).toBe('CREATE_COMPLETE')
    expect(JSON.parse((await cfn.send(new GetTemplateCommand({ StackName: 'sam' }))).TemplateBody!)).toEqual(template)
    const { TemplateBody } = await cfn.send(new GetTemplateCommand({ StackName: 'sam', TemplateStage: 'Processed' }))
    expect(Object.values((JSON.parse(TemplateBody!) as typeof template).Resources).map(({ Type }) => Type).sort()).toEqual(['AWS::IAM::Role', 'AWS::Lambda::Function'])
  })

  test('are validated', async () => {
    const TemplateBody = 'Parameters: {P: {Type: String, Default: d, NoEcho: true}}\nResources: {R: {Type: AWS::IAM::Role, Properties: {RoleName: x}}}'
    expect(await cfn.send(new ValidateTemplateCommand({ TemplateBody }))).toMatchObject({
      Parameters: [{ ParameterKey: 'P', DefaultValue: 'd', NoEcho: true }],
      Capabilities: ['CAPABILITY_NAMED_IAM'],
      CapabilitiesReason: 'The following resource(s) require capabilities: [AWS::IAM::Role]',
    })
    await expect(cfn.send(new ValidateTemplateCommand({ TemplateBody: 'Resources: [' }))).rejects.toThrow(/^Template format error: YAML not well-formed/)
  })
})
