import { CloudFormationClient, CreateStackCommand, DeleteStackCommand, DescribeStackEventsCommand, DescribeStacksCommand, UpdateStackCommand } from '@aws-sdk/client-cloudformation'
import { GetFunctionCommand, InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda'
import { CreateBucketCommand, GetBucketCorsCommand, GetBucketLifecycleConfigurationCommand, GetBucketVersioningCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestEngine, eventually, type TestEngine } from '../../../testing/engine.ts'

let engine: TestEngine
let cfn: CloudFormationClient

beforeAll(async () => {
  engine = await createTestEngine()
  cfn = new CloudFormationClient(engine.client)
})
afterAll(() => engine.stop())

const Capabilities = ['CAPABILITY_NAMED_IAM' as const]
type Resources = Record<string, { Type: string; Properties?: object; DependsOn?: string | string[] }>

/** The stack's status when all is done, and why resources failed. */
async function after(StackName: string): Promise<string> {
  const stack = await eventually(`${StackName} is settled`, async () => {
    const found = (await cfn.send(new DescribeStacksCommand({ StackName }))).Stacks![0]!
    return found.StackStatus!.endsWith('_IN_PROGRESS') ? undefined : found
  }, 30_000)
  const { StackEvents } = await cfn.send(new DescribeStackEventsCommand({ StackName }))
  const failed = StackEvents!.filter(({ ResourceStatus }) => ResourceStatus!.endsWith('_FAILED'))
  return [stack.StackStatus, ...failed.map((event) => `${event.LogicalResourceId}: ${event.ResourceStatusReason}`)].join('\n')
}

async function create(StackName: string, Resources: Resources, Outputs: object = {}) {
  const { StackId } = await cfn.send(new CreateStackCommand({ StackName, TemplateBody: JSON.stringify({ Resources, Outputs }), Capabilities }))
  expect(await after(StackId!)).toBe('CREATE_COMPLETE')
  return StackId!
}

async function update(StackName: string, Resources: Resources) {
  await cfn.send(new UpdateStackCommand({ StackName, TemplateBody: JSON.stringify({ Resources }), Capabilities }))
  expect(await after(StackName)).toBe('UPDATE_COMPLETE')
}

async function remove(StackId: string) {
  await cfn.send(new DeleteStackCommand({ StackName: StackId }))
  expect(await after(StackId)).toBe('DELETE_COMPLETE')
}

const document = (Action: string, Resource: unknown = '*') => ({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource }] })
const trust = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }] }
const ref = (Ref: string) => ({ Ref })
const att = (...path: string[]) => ({ 'Fn::GetAtt': path })
const fn = (code: string, more: object = {}) => ({ Runtime: 'nodejs24.x', Handler: 'index.handler', Role: att('Role', 'Arn'), Code: { ZipFile: code }, ...more })
const Role = { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: trust, ManagedPolicyArns: ['arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole'] } }

describe('each type is made, changed and removed', () => {
  test('IAM', async () => {
    const resources = (action: string, path: string): Resources => ({
      Role: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: trust, Description: action, Policies: [{ PolicyName: 'p', PolicyDocument: document(action) }], Tags: [{ Key: 'k', Value: action }] } },
      Group: { Type: 'AWS::IAM::Group', Properties: { Path: path } },
      User: { Type: 'AWS::IAM::User', Properties: { Groups: [ref('Group')], Tags: [{ Key: 'a', Value: path }] } },
      Key: { Type: 'AWS::IAM::AccessKey', Properties: { UserName: ref('User'), Status: path === '/' ? 'Active' : 'Inactive' } },
      Inline: { Type: 'AWS::IAM::Policy', Properties: { PolicyName: 'inline', PolicyDocument: document(action), Roles: [ref('Role')], Users: path === '/' ? [ref('User')] : [] } },
      Managed: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: document(action), Groups: [ref('Group')], Roles: path === '/' ? [ref('Role')] : [] } },
      Profile: { Type: 'AWS::IAM::InstanceProfile', Properties: { Roles: [ref('Role')] } },
      Member: { Type: 'AWS::IAM::UserToGroupAddition', Properties: { GroupName: ref('Group'), Users: [ref('User')] } },
    })
    const id = await create('iam', resources('s3:GetObject', '/'))
    await update('iam', resources('s3:PutObject', '/team/'))
    await remove(id)
  })

  test('Lambda', async () => {
    const resources = (answer: string, days: number): Resources => ({
      Role: { ...Role, Properties: { ...Role.Properties, Policies: [{ PolicyName: 'read', PolicyDocument: document('kinesis:*') }] } },
      Fn: { Type: 'AWS::Lambda::Function', Properties: fn(`exports.handler = async () => ${JSON.stringify(answer)}`, { MemorySize: '256', Environment: { Variables: { COUNT: 1, FLAG: true } }, ReservedConcurrentExecutions: days, Tags: [{ Key: 'k', Value: answer }] }) },
      Version: { Type: 'AWS::Lambda::Version', Properties: { FunctionName: ref('Fn'), Description: answer } },
      Alias: { Type: 'AWS::Lambda::Alias', Properties: { FunctionName: ref('Fn'), FunctionVersion: att('Version', 'Version'), Name: 'live' } },
      Url: { Type: 'AWS::Lambda::Url', Properties: { TargetFunctionArn: ref('Fn'), AuthType: days > 1 ? 'AWS_IAM' : 'NONE' } },
      Invoke: { Type: 'AWS::Lambda::EventInvokeConfig', Properties: { FunctionName: ref('Fn'), Qualifier: '$LATEST', MaximumRetryAttempts: days > 1 ? 1 : 0 } },
      Allowed: { Type: 'AWS::Lambda::Permission', Properties: { FunctionName: att('Fn', 'Arn'), Action: 'lambda:InvokeFunction', Principal: 's3.amazonaws.com', SourceAccount: '00000000000' + days } },
      Stream: { Type: 'AWS::Kinesis::Stream', Properties: { ShardCount: 1 } },
      Consumer: { Type: 'AWS::Kinesis::StreamConsumer', Properties: { ConsumerName: 'c', StreamARN: att('Stream', 'Arn') } },
      Mapping: { Type: 'AWS::Lambda::EventSourceMapping', Properties: { FunctionName: ref('Fn'), EventSourceArn: att('Stream', 'Arn'), StartingPosition: 'LATEST', BatchSize: days, Enabled: 'true' } },
    })
    const id = await create('functions', resources('one', 1), { Name: { Value: ref('Fn') }, Url: { Value: att('Url', 'FunctionUrl') } })
    const lambda = new LambdaClient(engine.client)
    const FunctionName = (await cfn.send(new DescribeStacksCommand({ StackName: id }))).Stacks![0]!.Outputs![0]!.OutputValue!
    const call = async () => Buffer.from((await lambda.send(new InvokeCommand({ FunctionName }))).Payload!).toString()
    expect(await call()).toBe('"one"')
    await update('functions', resources('two', 2))
    expect(await call()).toBe('"two"')
    expect((await lambda.send(new GetFunctionCommand({ FunctionName }))).Tags).toMatchObject({ k: 'two' })
    await remove(id)
  })

  test('S3', async () => {
    const resources = (days: number): Resources => ({
      Bucket: {
        Type: 'AWS::S3::Bucket',
        Properties: {
          BucketName: 'configured',
          VersioningConfiguration: { Status: days > 1 ? 'Suspended' : 'Enabled' },
          CorsConfiguration: { CorsRules: [{ AllowedMethods: ['GET'], AllowedOrigins: ['*'], MaxAge: '60' }] },
          LifecycleConfiguration: { Rules: [{ Id: 'r', Status: 'Enabled', ExpirationInDays: days, Prefix: 'tmp/' }] },
          BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }] },
          PublicAccessBlockConfiguration: { BlockPublicAcls: true, BlockPublicPolicy: days > 1 },
          OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerPreferred' }] },
          WebsiteConfiguration: { IndexDocument: 'index.html' },
          Tags: [{ Key: 'days', Value: String(days) }],
        },
      },
      Policy: { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: ref('Bucket'), PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Principal: '*', Action: days > 1 ? 's3:PutObject' : 's3:DeleteObject', Resource: { 'Fn::Sub': '${Bucket.Arn}/x/*' } }] } } },
    })
    const id = await create('buckets', resources(1))
    const [s3, Bucket] = [new S3Client({ ...engine.client, forcePathStyle: true }), 'configured']
    expect((await s3.send(new GetBucketCorsCommand({ Bucket }))).CORSRules).toEqual([{ AllowedMethods: ['GET'], AllowedOrigins: ['*'], MaxAgeSeconds: 60 }])
    await update('buckets', resources(2))
    expect((await s3.send(new GetBucketVersioningCommand({ Bucket }))).Status).toBe('Suspended')
    expect((await s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket }))).Rules).toMatchObject([{ ID: 'r', Expiration: { Days: 2 }, Filter: { Prefix: 'tmp/' } }])
    await update('buckets', { Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'configured' } } })
    await expect(s3.send(new GetBucketCorsCommand({ Bucket }))).rejects.toMatchObject({ name: 'NoSuchCORSConfiguration' })
    await remove(id)
  })

  test('HTTP APIs', async () => {
    const resources = (n: number): Resources => ({
      Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: `api-${n}`, ProtocolType: 'HTTP', ...(n > 1 ? {} : { CorsConfiguration: { AllowOrigins: ['*'] } }), Tags: { n: String(n) } } },
      To: { Type: 'AWS::ApiGatewayV2::Integration', Properties: { ApiId: ref('Api'), IntegrationType: 'HTTP_PROXY', IntegrationMethod: 'GET', IntegrationUri: `http://127.0.0.1:${n}/`, PayloadFormatVersion: '1.0' } },
      Jwt: { Type: 'AWS::ApiGatewayV2::Authorizer', Properties: { ApiId: ref('Api'), Name: `jwt-${n}`, AuthorizerType: 'JWT', IdentitySource: ['$request.header.Authorization'], JwtConfiguration: { Audience: ['a'], Issuer: 'https://issuer.example.com' } } },
      Route: { Type: 'AWS::ApiGatewayV2::Route', Properties: { ApiId: ref('Api'), RouteKey: 'GET /a', AuthorizationType: 'JWT', AuthorizerId: ref('Jwt'), Target: { 'Fn::Sub': 'integrations/${To}' } } },
      Stage: { Type: 'AWS::ApiGatewayV2::Stage', Properties: { ApiId: ref('Api'), StageName: '$default', AutoDeploy: 'true', Description: `stage ${n}` } },
      Deployment: { Type: 'AWS::ApiGatewayV2::Deployment', Properties: { ApiId: ref('Api') }, DependsOn: 'Route' },
    })
    const id = await create('apis', resources(1))
    await update('apis', resources(2))
    await remove(id)
  })

  test('Cognito', async () => {
    const resources = (n: number): Resources => ({
      Pool: { Type: 'AWS::Cognito::UserPool', Properties: { UserPoolName: `pool-${n}`, Policies: { PasswordPolicy: { MinimumLength: String(7 + n) } }, MfaConfiguration: 'OPTIONAL', EnabledMfas: ['SOFTWARE_TOKEN_MFA'], UserPoolTags: { n: String(n) } } },
      Client: { Type: 'AWS::Cognito::UserPoolClient', Properties: { UserPoolId: ref('Pool'), AccessTokenValidity: n, TokenValidityUnits: { AccessToken: 'hours' } } },
      Domain: { Type: 'AWS::Cognito::UserPoolDomain', Properties: { UserPoolId: ref('Pool'), Domain: 'cfn-types-domain' } },
      Group: { Type: 'AWS::Cognito::UserPoolGroup', Properties: { UserPoolId: ref('Pool'), Description: `group ${n}` } },
      User: { Type: 'AWS::Cognito::UserPoolUser', Properties: { UserPoolId: ref('Pool'), Username: 'ada', MessageAction: 'SUPPRESS' } },
      Member: { Type: 'AWS::Cognito::UserPoolUserToGroupAttachment', Properties: { UserPoolId: ref('Pool'), GroupName: ref('Group'), Username: ref('User') } },
      Server: { Type: 'AWS::Cognito::UserPoolResourceServer', Properties: { UserPoolId: ref('Pool'), Identifier: 'files', Name: `server ${n}`, Scopes: [{ ScopeName: 'read', ScopeDescription: 'r' }] } },
    })
    const id = await create('pools', resources(1), { Url: { Value: att('Pool', 'ProviderURL') } })
    await update('pools', resources(2))
    await remove(id)
  })

  test('logs and alarms', async () => {
    const resources = (n: number): Resources => ({
      Group: { Type: 'AWS::Logs::LogGroup', Properties: { RetentionInDays: n > 1 ? 7 : 1, Tags: [{ Key: 'n', Value: String(n) }] } },
      Stream: { Type: 'AWS::Logs::LogStream', Properties: { LogGroupName: ref('Group') } },
      Alarm: { Type: 'AWS::CloudWatch::Alarm', Properties: { Namespace: 'N', MetricName: 'M', Statistic: 'Sum', Period: '60', EvaluationPeriods: n, Threshold: '1', ComparisonOperator: 'GreaterThanThreshold' } },
      Handle: { Type: 'AWS::CloudFormation::WaitConditionHandle' },
      Cdk: { Type: 'AWS::CDK::Metadata', Properties: { Analytics: `v${n}` } },
    })
    const id = await create('logging', resources(1))
    await update('logging', resources(2))
    await remove(id)
  })
})

describe('stacks in stacks', () => {
  test('are made, give their outputs, change and go with the outer one', async () => {
    const s3 = new S3Client({ ...engine.client, forcePathStyle: true })
    await s3.send(new CreateBucketCommand({ Bucket: 'nested' }))
    const inner = { Parameters: { Shards: { Type: 'Number' } }, Resources: { S: { Type: 'AWS::Kinesis::Stream', Properties: { ShardCount: ref('Shards') } } }, Outputs: { Name: { Value: { 'Fn::Sub': '${S}:${Shards}' } } } }
    await s3.send(new PutObjectCommand({ Bucket: 'nested', Key: 'inner.json', Body: JSON.stringify(inner) }))
    const outer = (Shards: number): Resources => ({ Inner: { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: 'https://nested.s3.amazonaws.com/inner.json', Parameters: { Shards } } } })
    const id = await create('outer', outer(1), { Inner: { Value: att('Inner', 'Outputs.Name') } })
    const stacks = (await cfn.send(new DescribeStacksCommand({}))).Stacks!
    const child = stacks.find(({ ParentId }) => ParentId === id)!
    expect(child).toMatchObject({ RootId: id, StackName: expect.stringMatching(/^outer-Inner-/) as unknown })
    expect(stacks.find(({ StackId }) => StackId === id)!.Outputs![0]!.OutputValue).toMatch(/^outer-Inner-.+-S-.+:1$/)
    await update('outer', outer(2))
    expect((await cfn.send(new DescribeStacksCommand({ StackName: child.StackId }))).Stacks![0]).toMatchObject({ StackStatus: 'UPDATE_COMPLETE' })
    await remove(id)
    expect(await after(child.StackId!)).toBe('DELETE_COMPLETE')
  })
})

describe('custom resources', () => {
  const answering = `
    exports.handler = async (event) => {
      const body = JSON.stringify({
        Status: event.ResourceProperties.Fail === 'true' ? 'FAILED' : 'SUCCESS', Reason: 'as asked',
        PhysicalResourceId: 'thing', StackId: event.StackId, RequestId: event.RequestId, LogicalResourceId: event.LogicalResourceId,
        Data: { Seen: event.RequestType + ' ' + event.ResourceProperties.Size },
      })
      await fetch(event.ResponseURL, { method: 'PUT', body })
    }`
  const resources = (properties: object): Resources => ({
    Role,
    Maker: { Type: 'AWS::Lambda::Function', Properties: fn(answering, { Timeout: 10 }) },
    Thing: { Type: 'Custom::Thing', Properties: { ServiceToken: att('Maker', 'Arn'), ...properties } },
  })

  test('are made by a function, which also undoes them', async () => {
    const id = await create('custom', resources({ Size: 3 }), { Seen: { Value: att('Thing', 'Seen') } })
    expect((await cfn.send(new DescribeStacksCommand({ StackName: id }))).Stacks![0]!.Outputs![0]!.OutputValue).toBe('Create 3')
    await update('custom', resources({ Size: 4 }))
    await remove(id)
  })

  test('fail with what the function says', async () => {
    const { StackId } = await cfn.send(new CreateStackCommand({ StackName: 'sad', TemplateBody: JSON.stringify({ Resources: resources({ Fail: true }) }), Capabilities, DisableRollback: true }))
    expect(await after(StackId!)).toMatch(/^CREATE_FAILED\n[^]*Thing: Received response status \[FAILED\] from custom resource\. Message returned: as asked/)
  })
})
