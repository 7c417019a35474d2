import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CloudFormationClient, DescribeStackResourceCommand, DescribeStacksCommand, ListStacksCommand, UpdateTerminationProtectionCommand } from '@aws-sdk/client-cloudformation'
import { DescribeLogGroupsCommand, CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs'
import { CreateMultipartUploadCommand, DeleteObjectCommand, GetBucketEncryptionCommand, GetBucketPolicyCommand, GetObjectCommand, GetPublicAccessBlockCommand, HeadBucketCommand, ListBucketsCommand, PutBucketVersioningCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ROOT, Workplace } from '../cli.ts'
import { createTestEngine, type TestEngine } from '../engine.ts'
import { pipelineTests } from './suite.ts'

const ARTIFACTS = 'pipeline-sandbox-artifacts-000000000000-us-east-1'

/** What stands in for an account: the environment that a person with one has, and an endpoint that leads here. */
const environment = (endpoint: string) => ({ AWS_ENDPOINT_URL: endpoint, AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_REGION: 'us-east-1', SANDBOX_ENGINE: 'aws' })

describe('the stack in AWS, by CloudFormation', () => {
  let engine: TestEngine
  let place: Workplace
  let outputs: Record<string, string>
  let deployed: { code: number | null; stdout: string; stderr: string }
  let s3: S3Client

  beforeAll(async () => {
    engine = await createTestEngine()
    place = new Workplace(environment(engine.endpoint))
    s3 = new S3Client({ ...engine.client, forcePathStyle: true })
    deployed = await place.sandbox('up', '--yes', '--json')
    outputs = (JSON.parse(deployed.stdout) as { stack: { outputs: Record<string, string> } }).stack.outputs
  }, 120_000)
  afterAll(async () => {
    await place[Symbol.asyncDispose]()
    await engine.stop()
  })

  const textOf = async (Bucket: string, Key: string) => (await s3.send(new GetObjectCommand({ Bucket, Key }))).Body!.transformToString()
  pipelineTests(() => ({ place, outputs, textOf }))

  test('up shows the plan, then each resource as it comes to be', () => {
    expect(deployed.code).toBe(0)
    expect(deployed.stderr).toMatch(/^Plan for the new stack pipeline-sandbox in account 000000000000, us-east-1, at http:\/\/127\.0\.0\.1:\d+ \(AWS_ENDPOINT_URL\)\n {2}\+ create {3}AWS::S3::Bucket {2}pipeline-sandbox-artifacts/)
    expect(deployed.stderr).toContain('  + create   AWS::Lambda::Function  UploadFunction\n')
    expect(deployed.stderr).toContain('created    AWS::Lambda::EventSourceMapping  ProcessorFunctionUploads\n')
    expect(deployed.stderr).toMatch(/Note: the demo users' passwords are in the package for everyone to read\. Give your own with --users\.\n$/)
  })

  test('the code\'s bucket is private, encrypted and reachable by TLS alone', async () => {
    expect((await s3.send(new GetPublicAccessBlockCommand({ Bucket: ARTIFACTS }))).PublicAccessBlockConfiguration).toEqual({ BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true })
    expect((await s3.send(new GetBucketEncryptionCommand({ Bucket: ARTIFACTS }))).ServerSideEncryptionConfiguration!.Rules![0]!.ApplyServerSideEncryptionByDefault!.SSEAlgorithm).toBe('AES256')
    const [statement] = (JSON.parse((await s3.send(new GetBucketPolicyCommand({ Bucket: ARTIFACTS }))).Policy!) as { Statement: object[] }).Statement
    expect(statement).toMatchObject({ Effect: 'Deny', Principal: '*', Action: 's3:*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } })
  })

  test('without a terminal nothing is done without --yes', async () => {
    const before = await new CloudFormationClient(engine.client).send(new ListStacksCommand({}))
    expect(await place.sandbox('up', '--stack-name', 'another')).toEqual({ code: 2, stdout: '', stderr: 'Nothing was done: to deploy needs a yes, and there is no terminal to ask at. Add --yes.\n' })
    expect(await place.sandbox('destroy')).toMatchObject({ code: 2, stdout: '' })
    expect((await new CloudFormationClient(engine.client).send(new ListStacksCommand({}))).StackSummaries).toEqual(before.StackSummaries)
  }, 60_000)

  test.each([['wait', '--idle'], ['clock'], ['checkpoint', 'save', 'x'], ['coverage'], ['trace'], ['reset']])('%s is for the embedded engine, and says so', async (...args) => {
    const { code, stdout, stderr } = await place.sandbox(...args)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(/^The aws engine (cannot|keeps) [^\n]+\n$/)
  }, 60_000)

  test('a folder that knows nothing finds the stack by its name', async () => {
    await using elsewhere = new Workplace(environment(engine.endpoint))
    expect(JSON.parse((await elsewhere.sandbox('status', '--json')).stdout)).toMatchObject({ engine: 'aws', outputs })
    expect(await elsewhere.sandbox('status', '--stack-name', 'none')).toMatchObject({ code: 3, stderr: 'There is no stack none in us-east-1. Deploy it with "sandbox up --engine aws".\n' })
  }, 60_000)

  test('a second time nothing changes; a parameter changes what hangs on it, and stays', async () => {
    expect(await place.sandbox('up', '--yes')).toMatchObject({ code: 0, stderr: 'Stack pipeline-sandbox is as the template says.\n' })
    const changed = await place.sandbox('up', '--yes', '--parameter-overrides', 'ProcessorRuntime=python3.13')
    expect(changed).toMatchObject({ code: 0 })
    expect(changed.stderr).toMatch(/ {2}~ change {3}AWS::Lambda::Function {2}ProcessorFunction {2}Code, Handler, Runtime\n/)
    expect(changed.stderr).not.toContain('AWS::Lambda::Function  UploadFunction')
    expect(await place.sandbox('seed', '--yes')).toMatchObject({ code: 0, stderr: 'Stack pipeline-sandbox is as the template says.\n' })
  }, 120_000)

  test('where a resource fails, its reason comes first, and what became of the stack', async () => {
    await s3.send(new PutObjectCommand({ Bucket: outputs['UploadBucket'], Key: 'kept', Body: 'x' }))
    const text = readFileSync(join(ROOT, 'fixtures/template.yaml'), 'utf8').replaceAll('../handlers', join(ROOT, 'handlers')).replace('MaximumRetryAttempts: 3', 'MaximumRetryAttempts: 3\n            MaximumRecordAgeInSeconds: 5')
    writeFileSync(join(place.directory, 'broken.yaml'), text)
    const failed = await place.sandbox('up', '--yes', '--template', 'broken.yaml', '--stack-name', 'pipeline-sandbox')
    expect(failed.code).toBe(1)
    const [cause, outcome] = failed.stderr.trimEnd().split('\n').slice(-2)
    expect(cause).toMatch(/^ProcessorFunctionUploads \(AWS::Lambda::EventSourceMapping\): .+/)
    expect(outcome).toBe('Stack pipeline-sandbox was rolled back and is as it was before (UPDATE_ROLLBACK_COMPLETE).')
    await s3.send(new DeleteObjectCommand({ Bucket: outputs['UploadBucket'], Key: 'kept' }))
  }, 120_000)

  test('down leaves the stack where it is', async () => {
    const { stdout } = await place.sandbox('down')
    expect(stdout).toContain('Stack pipeline-sandbox stays in AWS')
    expect((await new CloudFormationClient(engine.client).send(new DescribeStacksCommand({ StackName: 'pipeline-sandbox' }))).Stacks![0]!.StackStatus).toMatch(/COMPLETE$/)
  }, 60_000)

  test('destroy leaves a protected stack alone, with all that is in it', async () => {
    const cloudformation = new CloudFormationClient(engine.client)
    await cloudformation.send(new UpdateTerminationProtectionCommand({ StackName: 'pipeline-sandbox', EnableTerminationProtection: true }))
    const refused = await place.sandbox('destroy', '--yes')
    expect(refused).toMatchObject({ code: 1, stdout: '' })
    expect(refused.stderr).toMatch(/^Stack pipeline-sandbox is protected\./)
    expect(await textOf(outputs['ProcessedBucket']!, 'processed/demo.txt')).toContain('HELLO')
    await cloudformation.send(new UpdateTerminationProtectionCommand({ StackName: 'pipeline-sandbox', EnableTerminationProtection: false }))
  }, 60_000)

  test('destroy removes all of it: versions, markers, unfinished uploads, code and logs; and then there is nothing', async () => {
    const Bucket = outputs['UploadBucket']!
    await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }))
    for (const Body of ['one', 'two']) await s3.send(new PutObjectCommand({ Bucket, Key: 'versioned', Body }))
    await s3.send(new DeleteObjectCommand({ Bucket, Key: 'versioned' }))
    await s3.send(new CreateMultipartUploadCommand({ Bucket, Key: 'unfinished' }))
    const gone = await place.sandbox('destroy', '--yes')
    expect(gone.code, gone.stderr + gone.stdout).toBe(0)
    expect(gone.stdout.trimEnd().split('\n')).toEqual(['stack pipeline-sandbox', `bucket ${ARTIFACTS}`, 'log group /aws/lambda/pipeline-sandbox-upload', 'log group /aws/lambda/pipeline-sandbox-processor'].map((what) => `removed  ${what}`))
    expect((await s3.send(new ListBucketsCommand({}))).Buckets).toEqual([])
    expect((await new CloudWatchLogsClient(engine.client).send(new DescribeLogGroupsCommand({}))).logGroups).toEqual([])
    expect(await place.sandbox('destroy', '--yes')).toEqual({ code: 0, stdout: 'There is nothing of stack pipeline-sandbox in us-east-1.\n', stderr: '' })
  }, 120_000)

  test('a creation that fails says why, and what to do before the next try; a bucket that the template keeps is kept', async () => {
    const text = `Resources:\n  Kept:\n    Type: AWS::S3::Bucket\n    DeletionPolicy: Retain\n  Stream:\n    Type: AWS::Kinesis::Stream\n    Properties:\n      ShardCount: -1\n    DependsOn: Kept\n`
    writeFileSync(join(place.directory, 'plain.yaml'), text)
    const failed = await place.sandbox('up', '--yes', '--template', 'plain.yaml', '--stack-name', 'plain')
    expect(failed.code).toBe(1)
    expect(failed.stderr).toMatch(/\nStream \(AWS::Kinesis::Stream\): .+\nStack plain was rolled back: what had been made is gone \(ROLLBACK_COMPLETE\)\. Remove it before the next try: sandbox destroy --engine aws --stack-name plain\n$/)
    expect(await place.sandbox('up', '--yes', '--template', 'plain.yaml', '--stack-name', 'plain')).toMatchObject({ code: 1, stderr: expect.stringMatching(/^Stack plain is in ROLLBACK_COMPLETE and cannot be changed\./) as string })
    expect(await place.sandbox('destroy', '--yes', '--stack-name', 'plain')).toMatchObject({ code: 0 })
    writeFileSync(join(place.directory, 'plain.yaml'), text.replace('-1', '1'))
    expect(await place.sandbox('up', '--yes', '--template', 'plain.yaml', '--stack-name', 'plain')).toMatchObject({ code: 0 })
    // The first try has left one too: its rollback keeps it, as AWS's does.
    const { StackResourceDetail } = await new CloudFormationClient(engine.client).send(new DescribeStackResourceCommand({ StackName: 'plain', LogicalResourceId: 'Kept' }))
    const kept = StackResourceDetail!.PhysicalResourceId!
    await s3.send(new PutObjectCommand({ Bucket: kept, Key: 'mine', Body: 'x' }))
    const gone = await place.sandbox('destroy', '--yes', '--stack-name', 'plain')
    expect(gone).toMatchObject({ code: 0, stdout: expect.stringContaining(`kept     bucket ${kept}, as its template says`) as string })
    expect(await textOf(kept, 'mine')).toBe('x')
    await s3.send(new HeadBucketCommand({ Bucket: kept }))
  }, 120_000)
})
