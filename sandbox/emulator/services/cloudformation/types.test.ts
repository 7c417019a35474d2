import { APIGatewayClient, GetAccountCommand, GetAuthorizersCommand, GetDeploymentsCommand, GetRestApiCommand, GetStageCommand, GetUsagePlanCommand } from '@aws-sdk/client-api-gateway'
import { CloudFormationClient, CreateStackCommand, DeleteStackCommand, DescribeStackEventsCommand, DescribeStackResourcesCommand, DescribeStacksCommand, UpdateStackCommand } from '@aws-sdk/client-cloudformation'
import { GetOpenIDConnectProviderCommand, GetRolePolicyCommand, IAMClient } from '@aws-sdk/client-iam'
import { GetFunctionCommand, InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda'
import { CreateBucketCommand, GetBucketCorsCommand, GetBucketInventoryConfigurationCommand, GetBucketLifecycleConfigurationCommand, GetBucketVersioningCommand, ListBucketMetricsConfigurationsCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
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

async function idsOf(StackName: string): Promise<Record<string, string>> {
  const { StackResources } = await cfn.send(new DescribeStackResourcesCommand({ StackName }))
  return Object.fromEntries(StackResources!.map(({ LogicalResourceId, PhysicalResourceId }) => [LogicalResourceId!, PhysicalResourceId!]))
}

const document = (Action: string, Resource: unknown = '*') => ({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource }] })
const trust = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }] }
const ref = (Ref: string) => ({ Ref })
const att = (...path: string[]) => ({ 'Fn::GetAtt': path })
const fn = (code: string, more: object = {}) => ({ Runtime: 'nodejs24.x', Handler: 'index.handler', Role: att('Role', 'Arn'), Code: { ZipFile: code }, ...more })
const Role = { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: trust, ManagedPolicyArns: ['arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole'] } }

describe('each type is made, changed and removed', { timeout: 60_000 }, () => {
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
      OfRole: { Type: 'AWS::IAM::RolePolicy', Properties: { RoleName: ref('Role'), PolicyName: 'own', PolicyDocument: document(action) } },
      OfUser: { Type: 'AWS::IAM::UserPolicy', Properties: { UserName: ref('User'), PolicyName: 'own', PolicyDocument: document(action) } },
      OfGroup: { Type: 'AWS::IAM::GroupPolicy', Properties: { GroupName: ref('Group'), PolicyName: 'own', PolicyDocument: document(action) } },
      Oidc: { Type: 'AWS::IAM::OIDCProvider', Properties: { Url: 'https://issuer.example.com', ClientIdList: [action], ThumbprintList: ['a'.repeat(40)], Tags: [{ Key: 'k', Value: action }] } },
      Saml: { Type: 'AWS::IAM::SAMLProvider', Properties: { SamlMetadataDocument: `<EntityDescriptor>${action.repeat(100)}</EntityDescriptor>` } },
      Linked: { Type: 'AWS::IAM::ServiceLinkedRole', Properties: { AWSServiceName: 'autoscaling.amazonaws.com', CustomSuffix: 'x', Description: action } },
    })
    const id = await create('iam', resources('s3:GetObject', '/'))
    await update('iam', resources('s3:PutObject', '/team/'))
    const iam = new IAMClient(engine.client)
    const ids = await idsOf(id)
    const { PolicyDocument } = await iam.send(new GetRolePolicyCommand({ RoleName: ids['Role'], PolicyName: 'own' }))
    expect(JSON.parse(decodeURIComponent(PolicyDocument!))).toEqual(document('s3:PutObject'))
    expect((await iam.send(new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: ids['Oidc'] }))).ClientIDList).toEqual(['s3:PutObject'])
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
      Stream: { Type: 'AWS::Kinesis::Stream', Properties: { ShardCount: 1, MaxRecordSizeInKiB: days * 1024, DesiredShardLevelMetrics: days > 1 ? [] : ['IncomingBytes'] } },
      Wide: { Type: 'AWS::Kinesis::Stream', Properties: { StreamModeDetails: { StreamMode: 'ON_DEMAND' }, RecordDistributionStrategy: days > 1 ? 'USER_PARTITION_KEY' : 'AUTO' } },
      Channel: {
        Type: 'AWS::Kinesis::Channel',
        Properties: {
          ChannelName: 'channel', ServiceExecutionRoleARN: att('Role', 'Arn'),
          StreamConfigurationList: [{ StreamARN: att('Wide', 'Arn'), RecordConfiguration: { RecordFormatType: 'JSON' } }],
          S3DestinationConfiguration: { DataFreshnessInSeconds: 60 * days, StorageConfiguration: { BucketARN: 'arn:aws:s3:::b', ExpectedBucketOwner: '000000000000', CompressionType: 'GZIP' } },
        },
      },
      Consumer: { Type: 'AWS::Kinesis::StreamConsumer', Properties: { ConsumerName: 'c', StreamARN: att('Stream', 'Arn') } },
      Shared: { Type: 'AWS::Kinesis::ResourcePolicy', Properties: { ResourceArn: att('Stream', 'Arn'), ResourcePolicy: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: '11111111111' + days }, Action: 'kinesis:PutRecord', Resource: att('Stream', 'Arn') }] } } },
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
      Reported: {
        Type: 'AWS::S3::Bucket',
        Properties: {
          AbacStatus: days > 1 ? 'Disabled' : 'Enabled',
          MetricsConfigurations: days > 1 ? [{ Id: 'all' }] : [{ Id: 'all' }, { Id: 'some', Prefix: 'a/' }],
          AnalyticsConfigurations: [{ Id: 'a', TagFilters: [{ Key: 'k', Value: String(days) }], StorageClassAnalysis: { DataExport: { OutputSchemaVersion: 'V_1', Destination: { BucketArn: att('Locked', 'Arn'), Format: 'CSV' } } } }],
          InventoryConfigurations: [{ Id: 'i', Enabled: true, IncludedObjectVersions: 'All', ScheduleFrequency: days > 1 ? 'Weekly' : 'Daily', Destination: { BucketArn: att('Locked', 'Arn'), Format: 'CSV' } }],
          IntelligentTieringConfigurations: [{ Id: 't', Status: 'Enabled', Prefix: 'cold/', Tierings: [{ AccessTier: 'ARCHIVE_ACCESS', Days: 90 * days }] }],
        },
      },
      Locked: { Type: 'AWS::S3::Bucket', Properties: { ObjectLockEnabled: true, ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled', Rule: { DefaultRetention: { Mode: 'GOVERNANCE', Days: days } } } } },
      Copied: {
        Type: 'AWS::S3::Bucket',
        Properties: {
          ReplicationConfiguration: { Role: 'arn:aws:iam::000000000000:role/copy', Rules: [{ Id: 'r', Status: 'Enabled', Priority: days, DeleteMarkerReplication: { Status: 'Disabled' }, Filter: { Prefix: '' }, Destination: { Bucket: att('Locked', 'Arn') } }] },
          VersioningConfiguration: { Status: 'Enabled' },
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
    const Reported = (await idsOf(id))['Reported']!
    expect((await s3.send(new ListBucketMetricsConfigurationsCommand({ Bucket: Reported }))).MetricsConfigurationList).toEqual([{ Id: 'all' }])
    expect((await s3.send(new GetBucketInventoryConfigurationCommand({ Bucket: Reported, Id: 'i' }))).InventoryConfiguration).toMatchObject({ IsEnabled: true, Schedule: { Frequency: 'Weekly' } })
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

  test('REST APIs, by their parts', async () => {
    const api = { RestApiId: ref('Api') }
    const resources = (n: number): Resources => ({
      Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: `rest-${n}`, EndpointConfiguration: { Types: [n > 1 ? 'EDGE' : 'REGIONAL'] }, BinaryMediaTypes: n > 1 ? ['image/png'] : ['image/png', 'application/zip'], Tags: [{ Key: 'n', Value: String(n) }] } },
      Part: { Type: 'AWS::ApiGateway::Resource', Properties: { ...api, ParentId: att('Api', 'RootResourceId'), PathPart: 'items' } },
      Model: { Type: 'AWS::ApiGateway::Model', Properties: { ...api, Schema: { type: n > 1 ? 'object' : 'array' } } },
      Validator: { Type: 'AWS::ApiGateway::RequestValidator', Properties: { ...api, Name: 'v', ValidateRequestBody: n > 1 } },
      Users: { Type: 'AWS::ApiGateway::Authorizer', Properties: { ...api, Name: 'users', Type: 'COGNITO_USER_POOLS', IdentitySource: 'method.request.header.Authorization', ProviderARNs: [att('Pool', 'Arn'), ...(n > 1 ? [att('Other', 'Arn')] : [])] } },
      Pool: { Type: 'AWS::Cognito::UserPool', Properties: {} },
      Other: { Type: 'AWS::Cognito::UserPool', Properties: {} },
      Get: {
        Type: 'AWS::ApiGateway::Method',
        Properties: {
          ...api, ResourceId: ref('Part'), HttpMethod: 'GET', ApiKeyRequired: 'true', RequestValidatorId: ref('Validator'), RequestModels: { 'application/json': ref('Model') },
          MethodResponses: [{ StatusCode: 200 }],
          Integration: { Type: 'MOCK', RequestTemplates: { 'application/json': '{"statusCode": 200}' }, IntegrationResponses: [{ StatusCode: 200, ResponseTemplates: { 'application/json': `{"n": ${n}}` } }] },
        },
      },
      Refused: { Type: 'AWS::ApiGateway::GatewayResponse', Properties: { ...api, ResponseType: 'DEFAULT_4XX', StatusCode: n > 1 ? '418' : '400' } },
      // A deployment is a snapshot: each change needs another one, which is why tools put a digest in the logical id.
      [`Deployment${n}`]: { Type: 'AWS::ApiGateway::Deployment', Properties: { ...api, Description: 'd' }, DependsOn: ['Get', 'Refused'] },
      Stage: {
        Type: 'AWS::ApiGateway::Stage',
        Properties: {
          ...api, DeploymentId: ref(`Deployment${n}`), StageName: 'live', Variables: n > 1 ? { two: 'b' } : { one: 'a' }, Tags: [{ Key: 'n', Value: String(n) }],
          MethodSettings: [{ ResourcePath: n > 1 ? '/~1items' : '/*', HttpMethod: n > 1 ? 'GET' : '*', MetricsEnabled: true }],
        },
      },
      Key: { Type: 'AWS::ApiGateway::ApiKey', Properties: { Enabled: true, Description: `key ${n}`, Value: 'abcdefghijklmnopqrstuvwxyz' } },
      Plan: { Type: 'AWS::ApiGateway::UsagePlan', Properties: { ApiStages: [{ ApiId: ref('Api'), Stage: ref('Stage') }], Throttle: { RateLimit: n, BurstLimit: 2 }, ...(n > 1 ? {} : { Quota: { Limit: 10, Period: 'DAY' } }) } },
      Member: { Type: 'AWS::ApiGateway::UsagePlanKey', Properties: { KeyId: ref('Key'), KeyType: 'API_KEY', UsagePlanId: ref('Plan') } },
      Account: { Type: 'AWS::ApiGateway::Account', Properties: { CloudWatchRoleArn: att('Role', 'Arn') } },
      Role,
    })
    const id = await create('rest', resources(1), { Url: { Value: { 'Fn::Sub': 'https://${Api}.execute-api.${AWS::Region}.amazonaws.com/live/items' } }, Id: { Value: ref('Api') } })
    const outputs = (await cfn.send(new DescribeStacksCommand({ StackName: id }))).Stacks![0]!.Outputs!
    const [url, restApiId] = [outputs[0]!.OutputValue!, outputs[1]!.OutputValue!]
    const client = new APIGatewayClient(engine.client)
    const call = async (key: string) => {
      const answer = await fetch(url, { headers: { 'x-api-key': key } })
      return [answer.status, await answer.text()]
    }
    expect(await call('abcdefghijklmnopqrstuvwxyz')).toEqual([200, '{"n": 1}'])
    expect(await call('another')).toEqual([400, '{"message":"Forbidden"}'])
    await update('rest', resources(2))
    expect(await call('abcdefghijklmnopqrstuvwxyz')).toEqual([200, '{"n": 2}'])
    expect((await call('another'))[0]).toBe(418)
    expect(await client.send(new GetRestApiCommand({ restApiId }))).toMatchObject({ name: 'rest-2', binaryMediaTypes: ['image/png'], endpointConfiguration: { types: ['EDGE'] }, tags: { n: '2' } })
    const stage = await client.send(new GetStageCommand({ restApiId, stageName: 'live' }))
    expect(stage).toMatchObject({ variables: { two: 'b' }, tags: { n: '2' }, methodSettings: { '/items/GET': { metricsEnabled: true }, '*/*': { metricsEnabled: false } } })
    expect((await client.send(new GetDeploymentsCommand({ restApiId }))).items).toHaveLength(1)
    const ids = await idsOf(id)
    const plan = await client.send(new GetUsagePlanCommand({ usagePlanId: ids['Plan'] }))
    expect(plan).toMatchObject({ throttle: { rateLimit: 2, burstLimit: 2 }, apiStages: [{ apiId: restApiId, stage: 'live' }] })
    expect(plan.quota).toBeUndefined()
    expect((await client.send(new GetAccountCommand({}))).cloudwatchRoleArn).toMatch(new RegExp(`:role/${ids['Role']}$`))
    expect((await client.send(new GetAuthorizersCommand({ restApiId }))).items![0]!.providerARNs).toHaveLength(2)
    await remove(id)
    await expect(client.send(new GetRestApiCommand({ restApiId }))).rejects.toMatchObject({ name: 'NotFoundException' })
  })

  test('REST APIs, by a definition in S3', async () => {
    const s3 = new S3Client({ ...engine.client, forcePathStyle: true })
    const definition = (n: number) => JSON.stringify({
      openapi: '3.0.1', info: { title: 'titled', version: '1' },
      paths: { '/': { get: { responses: {}, 'x-amazon-apigateway-integration': { type: 'mock', requestTemplates: { 'application/json': '{"statusCode": 200}' }, responses: { default: { statusCode: '200', responseTemplates: { 'application/json': `{"n": ${n}}` } } } } } } },
    })
    await s3.send(new CreateBucketCommand({ Bucket: 'definitions' }))
    const resources = async (n: number): Promise<Resources> => {
      await s3.send(new PutObjectCommand({ Bucket: 'definitions', Key: `${n}.json`, Body: definition(n) }))
      return {
        Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { BodyS3Location: { Bucket: 'definitions', Key: `${n}.json` }, Description: `d ${n}` } },
        [`Deployment${n}`]: { Type: 'AWS::ApiGateway::Deployment', Properties: { RestApiId: ref('Api'), StageName: 'v1' } },
      }
    }
    const id = await create('defined', await resources(1), { Url: { Value: { 'Fn::Sub': 'https://${Api}.execute-api.${AWS::Region}.amazonaws.com/v1' } }, Id: { Value: ref('Api') } })
    const [url, restApiId] = (await cfn.send(new DescribeStacksCommand({ StackName: id }))).Stacks![0]!.Outputs!.map(({ OutputValue }) => OutputValue!)
    expect(await (await fetch(url!)).json()).toEqual({ n: 1 })
    await update('defined', await resources(2))
    // The stage stays when the deployment that has made it goes: another one serves it.
    expect(await (await fetch(url!)).json()).toEqual({ n: 2 })
    expect(await new APIGatewayClient(engine.client).send(new GetRestApiCommand({ restApiId: restApiId! }))).toMatchObject({ name: 'titled', description: 'd 2' })
    await remove(id)
  })

  test('Cognito', async () => {
    const resources = (n: number): Resources => ({
      Pool: { Type: 'AWS::Cognito::UserPool', Properties: { UserPoolName: `pool-${n}`, Policies: { PasswordPolicy: { MinimumLength: String(7 + n) } }, MfaConfiguration: 'OPTIONAL', EnabledMfas: ['SOFTWARE_TOKEN_MFA'], UserPoolTags: { n: String(n) } } },
      Client: { Type: 'AWS::Cognito::UserPoolClient', Properties: { UserPoolId: ref('Pool'), AccessTokenValidity: n, TokenValidityUnits: { AccessToken: 'hours' } } },
      Domain: { Type: 'AWS::Cognito::UserPoolDomain', Properties: { UserPoolId: ref('Pool'), Domain: 'cfn-types-domain' } },
      Group: { Type: 'AWS::Cognito::UserPoolGroup', Properties: { UserPoolId: ref('Pool'), Description: `group ${n}` } },
      User: { Type: 'AWS::Cognito::UserPoolUser', Properties: { UserPoolId: ref('Pool'), Username: 'ada', MessageAction: 'SUPPRESS' } },
      Risk: { Type: 'AWS::Cognito::UserPoolRiskConfigurationAttachment', Properties: { UserPoolId: ref('Pool'), ClientId: 'ALL', RiskExceptionConfiguration: { BlockedIPRangeList: [`10.0.${n}.0/24`] } } },
      Look: { Type: 'AWS::Cognito::UserPoolUICustomizationAttachment', Properties: { UserPoolId: ref('Pool'), ClientId: ref('Client'), CSS: `.banner-customizable { padding: ${n}px; }` } },
      Told: { Type: 'AWS::Cognito::LogDeliveryConfiguration', Properties: { UserPoolId: ref('Pool'), LogConfigurations: [{ EventSource: 'userNotification', LogLevel: 'ERROR' }] } },
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

describe('stacks in stacks', { timeout: 60_000 }, () => {
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

describe('custom resources', { timeout: 60_000 }, () => {
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

describe('wait conditions', { timeout: 60_000 }, () => {
  const outputs = async (StackName: string) => Object.fromEntries((await cfn.send(new DescribeStacksCommand({ StackName }))).Stacks![0]!.Outputs!.map(({ OutputKey, OutputValue }) => [OutputKey!, OutputValue!]))
  const resources = (Timeout: number): Resources => ({
    Handle: { Type: 'AWS::CloudFormation::WaitConditionHandle' },
    Wait: { Type: 'AWS::CloudFormation::WaitCondition', Properties: { Handle: ref('Handle'), Timeout, Count: 2 } },
    After: { Type: 'AWS::Kinesis::Stream', Properties: { ShardCount: 1 }, DependsOn: 'Wait' },
  })
  /** Begins the stack and gives the handle's address as soon as it is there. */
  async function begin(StackName: string, Timeout: number) {
    const template = JSON.stringify({ Resources: resources(Timeout), Outputs: { Data: { Value: att('Wait', 'Data') } } })
    const creating = cfn.send(new CreateStackCommand({ StackName, TemplateBody: template, DisableRollback: true }))
    const url = await eventually('the handle', async () => {
      const { StackResources = [] } = await cfn.send(new DescribeStackResourcesCommand({ StackName })).catch(() => ({}) as { StackResources?: [] })
      return StackResources.some(({ LogicalResourceId }) => LogicalResourceId === 'Wait') ? (await idsOf(StackName))['Handle'] : undefined
    })
    return { url, creating }
  }
  const signal = (url: string, body: object) => fetch(url, { method: 'PUT', body: JSON.stringify(body) })

  test('hold a stack until enough has been told, and give what that was', async () => {
    const { url, creating } = await begin('patient', 600)
    expect((await signal(url, { Status: 'SUCCESS', Reason: 'r', UniqueId: 'one', Data: 'first' })).status).toBe(200)
    expect((await signal(url, { Status: 'SUCCESS', Reason: 'r', UniqueId: 'one', Data: 'again' })).status).toBe(200)
    expect((await signal(url, { Status: 'maybe' })).status).toBe(400)
    expect((await idsOf('patient'))['After']).toBeUndefined()
    await signal(url, { Status: 'SUCCESS', Reason: 'r', UniqueId: 'two', Data: 'second' })
    await creating
    expect(await after('patient')).toBe('CREATE_COMPLETE')
    expect(JSON.parse((await outputs('patient'))['Data']!)).toEqual({ one: 'again', two: 'second' })
    await remove((await cfn.send(new DescribeStacksCommand({ StackName: 'patient' }))).Stacks![0]!.StackId!)
    expect((await signal(url, { Status: 'SUCCESS', UniqueId: 'three' })).status).toBe(403)
  })

  test('fail it by what they are told, and by silence', async () => {
    const { url, creating } = await begin('told', 600)
    await signal(url, { Status: 'FAILURE', Reason: 'no room', UniqueId: 'one' })
    await creating
    expect(await after('told')).toContain("Wait: WaitCondition received failed message: 'no room' for uniqueId: one")
    const TemplateBody = JSON.stringify({ Resources: resources(1) })
    await cfn.send(new CreateStackCommand({ StackName: 'silent', TemplateBody, DisableRollback: true }))
    expect(await after('silent')).toContain('Wait: WaitCondition timed out. Received 0 conditions when expecting 2')
  })
})
