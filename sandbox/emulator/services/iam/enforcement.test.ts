import { ApiGatewayV2Client, CreateApiCommand, GetApisCommand } from '@aws-sdk/client-apigatewayv2'
import { CloudWatchClient, ListMetricsCommand, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch'
import { CloudWatchLogsClient, CreateLogGroupCommand, CreateLogStreamCommand, PutLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs'
import {
  AdminCreateUserCommand, CognitoIdentityProviderClient, CreateUserPoolClientCommand, CreateUserPoolCommand, ListUserPoolsCommand, SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { AttachUserPolicyCommand, CreateRoleCommand, CreateUserCommand, GetRoleCommand, IAMClient, PutRolePolicyCommand, TagRoleCommand } from '@aws-sdk/client-iam'
import {
  CreateStreamCommand, DescribeStreamSummaryCommand, GetRecordsCommand, GetShardIteratorCommand, KinesisClient, ListStreamsCommand, PutRecordCommand,
  PutResourcePolicyCommand,
} from '@aws-sdk/client-kinesis'
import {
  AddPermissionCommand, CreateEventSourceMappingCommand, CreateFunctionCommand, GetFunctionCommand, InvokeCommand, LambdaClient, ListFunctionsCommand,
} from '@aws-sdk/client-lambda'
import { GetCallerIdentityCommand, GetFederationTokenCommand, STSClient } from '@aws-sdk/client-sts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestEngine, type TestEngine } from '../../../testing/engine.ts'
import { zip } from '../../../testing/lambda.ts'
import { allow, asUser, outcome, policy, type Wording } from '../../../testing/principals.ts'

type Config = TestEngine['client']
const at = (service: string, rest: string) => `arn:aws:${service}:us-east-1:000000000000:${rest}`
const STREAM = at('kinesis', 'stream/s')
const FUNCTION = at('lambda', 'function:f')
const ROLE = 'arn:aws:iam::000000000000:role/run'
const TRUST = policy({ Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole', Resource: undefined })
const ZipFile = zip({ 'index.mjs': 'export const handler = () => 1' })
const USERS = 'arn:aws:iam::000000000000:user/'

let engine: TestEngine
let ClientId: string
let UserPoolId: string
beforeAll(async () => {
  engine = await createTestEngine()
  await new KinesisClient(engine.client).send(new CreateStreamCommand({ StreamName: 's', ShardCount: 1 }))
  const iam = new IAMClient(engine.client)
  await iam.send(new CreateRoleCommand({ RoleName: 'run', AssumeRolePolicyDocument: TRUST }))
  await iam.send(new CreateRoleCommand({ RoleName: 'tagged', AssumeRolePolicyDocument: TRUST, Tags: [{ Key: 'team', Value: 'red' }] }))
  await new LambdaClient(engine.client).send(new CreateFunctionCommand({ ...newFunction('f') }))
  const cognito = new CognitoIdentityProviderClient(engine.client)
  UserPoolId = (await cognito.send(new CreateUserPoolCommand({ PoolName: 'p' }))).UserPool!.Id!
  ClientId = (await cognito.send(new CreateUserPoolClientCommand({ UserPoolId, ClientName: 'c' }))).UserPoolClient!.ClientId!
})
afterAll(() => engine.stop())

const newFunction = (FunctionName: string) => ({ FunctionName, Role: ROLE, Runtime: 'nodejs24.x', Handler: 'index.handler', Code: { ZipFile } }) as const

const kinesis = (config: Config) => new KinesisClient(config)
const lambda = (config: Config) => new LambdaClient(config)
const logs = (config: Config) => new CloudWatchLogsClient(config)
const iam = (config: Config) => new IAMClient(config)

const putRecord = (config: Config) => kinesis(config).send(new PutRecordCommand({ StreamName: 's', PartitionKey: 'k', Data: Buffer.from('x') }))
const readRecords = async (config: Config) => {
  const { ShardIterator } = await kinesis(config).send(new GetShardIteratorCommand({ StreamName: 's', ShardId: 'shardId-000000000000', ShardIteratorType: 'LATEST' }))
  await kinesis(config).send(new GetRecordsCommand({ ShardIterator }))
}
const writeLogs = async (config: Config, logGroupName: string) => {
  await logs(config).send(new CreateLogGroupCommand({ logGroupName }))
  await logs(config).send(new CreateLogStreamCommand({ logGroupName, logStreamName: 't' }))
  await logs(config).send(new PutLogEventsCommand({ logGroupName, logStreamName: 't', logEvents: [{ timestamp: Date.now(), message: 'x' }] }))
}
const createFunction = (name: string) => (config: Config) => lambda(config).send(new CreateFunctionCommand(newFunction(name)))
const createMapping = (config: Config) =>
  lambda(config).send(new CreateEventSourceMappingCommand({ FunctionName: 'f', EventSourceArn: STREAM, StartingPosition: 'LATEST' }))
const when = (operator: string, key: string, value: string) => ({ Condition: { [operator]: { [key]: value } } })

/** The sentence of AWS for a missing allow in the caller's own policies, after the error's name. */
const lacks = (name: string, action: string, on?: string) => (arn: string) =>
  `${name}: User: ${arn} is not authorized to perform: ${action}${on === undefined ? '' : ` on resource: ${on}`} because no identity-based policy allows the ${action} action`

type Row = readonly [what: string, statements: readonly Wording[], call: (config: Config) => Promise<unknown>, expected: string | ((arn: string) => string)]

// Actions, resources and condition keys of each service's page in the Service Authorization Reference.
const ROWS: readonly Row[] = [
  ['kinesis: nothing', [], putRecord, lacks('AccessDeniedException', 'kinesis:PutRecord', STREAM)],
  ['kinesis: PutRecord on the stream', allow(['kinesis:PutRecord', STREAM]), putRecord, 'ok'],
  ['kinesis: PutRecord on another', allow(['kinesis:PutRecord', `${STREAM}s`]), putRecord, lacks('AccessDeniedException', 'kinesis:PutRecord', STREAM)],
  ['kinesis: PutRecords only', allow(['kinesis:PutRecords', STREAM]), putRecord, lacks('AccessDeniedException', 'kinesis:PutRecord', STREAM)],
  ['kinesis: Put* in any letters', allow(['KINESIS:put*', STREAM]), putRecord, 'ok'],
  ['kinesis: what reading takes', allow(['kinesis:Get*', STREAM]), readRecords, 'ok'],
  ['kinesis: GetShardIterator only', allow(['kinesis:GetShardIterator', STREAM]), readRecords, lacks('AccessDeniedException', 'kinesis:GetRecords', STREAM)],
  ['kinesis: DescribeStream for a summary', allow(['kinesis:DescribeStream', STREAM]), (c) => kinesis(c).send(new DescribeStreamSummaryCommand({ StreamName: 's' })), lacks('AccessDeniedException', 'kinesis:DescribeStreamSummary', STREAM)],
  ['kinesis: ListStreams', allow('kinesis:ListStreams'), (c) => kinesis(c).send(new ListStreamsCommand({})), 'ok'],
  ['kinesis: all from another region', [{ Action: 'kinesis:*', ...when('StringEquals', 'aws:RequestedRegion', 'eu-west-1') }], putRecord, lacks('AccessDeniedException', 'kinesis:PutRecord', STREAM)],
  ['kinesis: all from here', [{ Action: 'kinesis:*', ...when('IpAddress', 'aws:SourceIp', '127.0.0.0/8') }], putRecord, 'ok'],
  ['kinesis: tags that the request brings', [{ Action: 'kinesis:CreateStream', ...when('StringEquals', 'aws:RequestTag/team', 'red') }], (c) => kinesis(c).send(new CreateStreamCommand({ StreamName: 'tagged', ShardCount: 1, Tags: { team: 'red' } })), 'ok'],
  ['kinesis: other tags', [{ Action: 'kinesis:CreateStream', ...when('StringEquals', 'aws:RequestTag/team', 'red') }], (c) => kinesis(c).send(new CreateStreamCommand({ StreamName: 'untagged', ShardCount: 1 })), lacks('AccessDeniedException', 'kinesis:CreateStream', at('kinesis', 'stream/untagged'))],
  ['lambda: nothing', [], (c) => lambda(c).send(new InvokeCommand({ FunctionName: 'f' })), lacks('AccessDeniedException', 'lambda:InvokeFunction', FUNCTION)],
  ['lambda: InvokeFunction', allow(['lambda:InvokeFunction', FUNCTION]), (c) => lambda(c).send(new InvokeCommand({ FunctionName: 'f' })), 'ok'],
  ['lambda: InvokeFunction without its versions', allow(['lambda:InvokeFunction', FUNCTION]), (c) => lambda(c).send(new InvokeCommand({ FunctionName: 'f', Qualifier: '1' })), lacks('AccessDeniedException', 'lambda:InvokeFunction', `${FUNCTION}:1`)],
  ['lambda: GetFunction', allow(['lambda:GetFunction', FUNCTION]), (c) => lambda(c).send(new GetFunctionCommand({ FunctionName: 'f' })), 'ok'],
  ['lambda: all on one function, to list them', allow(['lambda:*', FUNCTION]), (c) => lambda(c).send(new ListFunctionsCommand({})), lacks('AccessDeniedException', 'lambda:ListFunctions', '*')],
  ['lambda: CreateFunction without PassRole', allow('lambda:*'), createFunction('g'), lacks('AccessDeniedException', 'iam:PassRole', ROLE)],
  ['lambda: CreateFunction with PassRole', [...allow('lambda:*'), { Action: 'iam:PassRole', Resource: ROLE, ...when('StringEquals', 'iam:PassedToService', 'lambda.amazonaws.com') }], createFunction('h'), 'ok'],
  ['lambda: CreateFunction with PassRole to others', [...allow('lambda:*'), { Action: 'iam:PassRole', Resource: ROLE, ...when('StringEquals', 'iam:PassedToService', 'ec2.amazonaws.com') }], createFunction('i'), lacks('AccessDeniedException', 'iam:PassRole', ROLE)],
  ['lambda: mappings of another function', [{ Action: 'lambda:CreateEventSourceMapping', ...when('ArnEquals', 'lambda:FunctionArn', `${FUNCTION}x`) }], createMapping, lacks('AccessDeniedException', 'lambda:CreateEventSourceMapping', '*')],
  ['lambda: mappings of this function, whose role may read nothing', [{ Action: 'lambda:CreateEventSourceMapping', ...when('ArnEquals', 'lambda:FunctionArn', FUNCTION) }], createMapping, `InvalidParameterValueException: Cannot access stream ${STREAM}. Please ensure the role can perform the GetRecords, GetShardIterator, DescribeStream, ListShards, and ListStreams Actions on your stream in IAM.`],
  ['lambda: permissions for S3 only', [{ Action: 'lambda:AddPermission', ...when('StringEquals', 'lambda:Principal', 's3.amazonaws.com') }], (c) => lambda(c).send(new AddPermissionCommand({ FunctionName: 'f', StatementId: 'all', Action: 'lambda:InvokeFunction', Principal: '*' })), lacks('AccessDeniedException', 'lambda:AddPermission', FUNCTION)],
  ['logs: nothing', [], (c) => writeLogs(c, 'l0'), lacks('AccessDeniedException', 'logs:CreateLogGroup', at('logs', 'log-group:l0:log-stream:'))],
  ['logs: what the group takes', allow(['logs:*', at('logs', 'log-group:l1:*')]), (c) => writeLogs(c, 'l1'), 'ok'],
  ['logs: no events', allow('logs:Create*'), (c) => writeLogs(c, 'l2'), lacks('AccessDeniedException', 'logs:PutLogEvents', at('logs', 'log-group:l2:log-stream:t'))],
  ['cloudwatch: nothing', [], (c) => new CloudWatchClient(c).send(new ListMetricsCommand({})), lacks('AccessDenied', 'cloudwatch:ListMetrics')],
  ['cloudwatch: PutMetricData', allow('cloudwatch:PutMetricData'), (c) => new CloudWatchClient(c).send(new PutMetricDataCommand({ Namespace: 'n', MetricData: [{ MetricName: 'm', Value: 1 }] })), 'ok'],
  ['iam: nothing', [], (c) => iam(c).send(new CreateUserCommand({ UserName: 'new' })), lacks('AccessDenied', 'iam:CreateUser', `${USERS}new`)],
  ['iam: users of a path', allow(['iam:CreateUser', `${USERS}app/*`]), (c) => iam(c).send(new CreateUserCommand({ UserName: 'in-app', Path: '/app/' })), 'ok'],
  ['iam: GetRole on another', allow(['iam:GetRole', 'arn:aws:iam::000000000000:role/other']), (c) => iam(c).send(new GetRoleCommand({ RoleName: 'run' })), lacks('AccessDenied', 'iam:GetRole', 'role run')],
  ['iam: attaching what only reads', [{ Action: 'iam:AttachUserPolicy', ...when('ArnLike', 'iam:PolicyARN', 'arn:aws:iam::aws:policy/*ReadOnly*') }], (c) => iam(c).send(new AttachUserPolicyCommand({ UserName: 'user-1', PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' })), lacks('AccessDenied', 'iam:AttachUserPolicy', 'user user-1')],
  ['iam: roles of a team', [{ Action: 'iam:TagRole', ...when('StringEquals', 'aws:ResourceTag/team', 'red') }], (c) => iam(c).send(new TagRoleCommand({ RoleName: 'tagged', Tags: [{ Key: 'a', Value: 'b' }] })), 'ok'],
  ['iam: roles of a team that another is not of', [{ Action: 'iam:TagRole', ...when('StringEquals', 'aws:ResourceTag/team', 'red') }], (c) => iam(c).send(new TagRoleCommand({ RoleName: 'run', Tags: [{ Key: 'a', Value: 'b' }] })), lacks('AccessDenied', 'iam:TagRole', 'role run')],
  ['cognito: nothing', [], (c) => new CognitoIdentityProviderClient(c).send(new ListUserPoolsCommand({ MaxResults: 1 })), lacks('AccessDeniedException', 'cognito-idp:ListUserPools', '*')],
  ['cognito: nothing, for an administrator’s operation', [], (c) => new CognitoIdentityProviderClient(c).send(new AdminCreateUserCommand({ UserPoolId, Username: 'ada' })), (arn) => lacks('AccessDeniedException', 'cognito-idp:AdminCreateUser', at('cognito-idp', `userpool/${UserPoolId}`))(arn)],
  ['cognito: nothing, for what users do themselves', [{ Effect: 'Deny', Action: '*' }], (c) => new CognitoIdentityProviderClient(c).send(new SignUpCommand({ ClientId, Username: 'ada', Password: 'Passw0rd!' })), 'ok'],
  ['apigateway: nothing', [], (c) => new ApiGatewayV2Client(c).send(new GetApisCommand({})), lacks('AccessDeniedException', 'apigateway:GET', 'arn:aws:apigateway:us-east-1::/apis')],
  ['apigateway: GET to POST', allow('apigateway:GET'), (c) => new ApiGatewayV2Client(c).send(new CreateApiCommand({ Name: 'n', ProtocolType: 'HTTP' })), lacks('AccessDeniedException', 'apigateway:POST', 'arn:aws:apigateway:us-east-1::/apis')],
  ['apigateway: GET', allow(['apigateway:GET', 'arn:aws:apigateway:*::/apis']), (c) => new ApiGatewayV2Client(c).send(new GetApisCommand({})), 'ok'],
  ['sts: a deny of everything', [{ Effect: 'Deny', Action: '*' }], (c) => new STSClient(c).send(new GetCallerIdentityCommand({})), 'ok'],
  ['sts: nothing, to federate', [], (c) => new STSClient(c).send(new GetFederationTokenCommand({ Name: 'bob' })), lacks('AccessDenied', 'sts:GetFederationToken', 'arn:aws:sts::000000000000:federated-user/bob')],
]

test.each(ROWS)('a user with %s', async (_what, statements, call, expected) => {
  const user = await asUser(engine, statements)
  expect(await outcome(call(user))).toBe(typeof expected === 'string' ? expected : expected(user.arn))
})

test('a stream’s policy lets in a user without one, and its deny takes away what an identity policy gives', async () => {
  const [friend, foe] = [await asUser(engine), await asUser(engine, allow('kinesis:*'))]
  const Policy = policy(
    { Principal: { AWS: friend.arn }, Action: 'kinesis:PutRecord', Resource: STREAM },
    { Effect: 'Deny', Principal: { AWS: foe.arn }, Action: 'kinesis:PutRecord', Resource: STREAM },
  )
  await new KinesisClient(engine.client).send(new PutResourcePolicyCommand({ ResourceARN: STREAM, Policy }))
  expect(await outcome(putRecord(friend))).toBe('ok')
  expect(await outcome(putRecord(foe))).toBe(
    `AccessDeniedException: User: ${foe.arn} is not authorized to perform: kinesis:PutRecord on resource: ${STREAM} with an explicit deny in a resource-based policy`,
  )
})

test('a function’s policy lets in a user without one', async () => {
  const user = await asUser(engine)
  await new LambdaClient(engine.client).send(new AddPermissionCommand({ FunctionName: 'f', StatementId: 'friend', Action: 'lambda:InvokeFunction', Principal: user.arn }))
  expect(await outcome(new LambdaClient(user).send(new InvokeCommand({ FunctionName: 'f' })))).toBe('ok')
})

test('a role that gets its rights later can be mapped then', async () => {
  await new IAMClient(engine.client).send(new PutRolePolicyCommand({ RoleName: 'run', PolicyName: 'read', PolicyDocument: policy({ Action: 'kinesis:*' }) }))
  expect(await outcome(createMapping(engine.client))).toBe('ok')
})

test('a function is not made with a role that Lambda may not assume', async () => {
  const AssumeRolePolicyDocument = policy({ Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole', Resource: undefined })
  const { Role } = await new IAMClient(engine.client).send(new CreateRoleCommand({ RoleName: 'no-lambda', AssumeRolePolicyDocument }))
  const made = new LambdaClient(engine.client).send(new CreateFunctionCommand({ ...newFunction('j'), Role: Role!.Arn }))
  expect(await outcome(made)).toBe('InvalidParameterValueException: The role defined for the function cannot be assumed by Lambda.')
})
