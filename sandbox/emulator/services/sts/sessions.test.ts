import { AdminCreateUserCommand, AdminSetUserPasswordCommand, CognitoIdentityProviderClient, CreateUserPoolClientCommand, CreateUserPoolCommand, InitiateAuthCommand } from '@aws-sdk/client-cognito-identity-provider'
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam'
import { CreateStreamCommand, DescribeStreamSummaryCommand, KinesisClient, ListStreamsCommand, PutRecordCommand } from '@aws-sdk/client-kinesis'
import {
  AssumeRoleCommand, AssumeRoleWithWebIdentityCommand, GetCallerIdentityCommand, GetFederationTokenCommand, GetSessionTokenCommand, STSClient,
  type AssumeRoleCommandInput, type Credentials,
} from '@aws-sdk/client-sts'
import { PutRolePolicyCommand } from '@aws-sdk/client-iam'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestEngine, type TestEngine } from '../../../testing/engine.ts'
import { allow, asUser, outcome, policy, type Wording } from '../../../testing/principals.ts'

const STREAM = 'arn:aws:kinesis:us-east-1:000000000000:stream/s'

let engine: TestEngine
let count = 0
beforeAll(async () => {
  engine = await createTestEngine()
  await new KinesisClient(engine.client).send(new CreateStreamCommand({ StreamName: 's', ShardCount: 1 }))
})
afterAll(() => engine.stop())

/** A role that `trust` is about, with all rights to Kinesis. */
async function makeRole(...trust: readonly Wording[]): Promise<string> {
  const iam = new IAMClient(engine.client)
  const RoleName = `role-${++count}`
  const AssumeRolePolicyDocument = policy(...trust.map((one) => ({ Action: 'sts:AssumeRole', ...one, Resource: undefined })))
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }))
  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'all', PolicyDocument: policy(...allow('kinesis:*')) }))
  return Role!.Arn!
}

const speaking = ({ AccessKeyId, SecretAccessKey, SessionToken }: Credentials) => ({
  ...engine.client,
  maxAttempts: 1,
  credentials: { accessKeyId: AccessKeyId!, secretAccessKey: SecretAccessKey!, sessionToken: SessionToken! },
})
const put = (config: object) => new KinesisClient(config).send(new PutRecordCommand({ StreamName: 's', PartitionKey: 'k', Data: Buffer.from('x') }))
const describe_ = (config: object) => new KinesisClient(config).send(new DescribeStreamSummaryCommand({ StreamName: 's' }))
const assume = (config: object, RoleArn: string, more: Partial<AssumeRoleCommandInput> = {}) =>
  new STSClient(config).send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'work', ...more }))

const when = (operator: string, key: string, value: string | string[]) => ({ Condition: { [operator]: { [key]: value } } })
const ACCOUNT = { AWS: 'arn:aws:iam::000000000000:root' }
const MAY = allow('sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity')

// "Policy evaluation for requests within a single account" and "AssumeRole" of AWS's documentation.
test.each<[what: string, trust: readonly Wording[], own: readonly Wording[], more: Partial<AssumeRoleCommandInput>, expected: 'ok' | string]>([
  ['the account is trusted and the user may', [{ Principal: ACCOUNT }], MAY, {}, 'ok'],
  ['the account is trusted and the user may not', [{ Principal: ACCOUNT }], [], {}, 'sts:AssumeRole'],
  ['the user may and is not trusted', [{ Principal: { AWS: '111111111111' } }], MAY, {}, 'sts:AssumeRole'],
  ['the trust denies', [{ Principal: ACCOUNT }, { Effect: 'Deny', Principal: '*' }], MAY, {}, 'sts:AssumeRole'],
  ['the external id is wanted and given', [{ Principal: ACCOUNT, ...when('StringEquals', 'sts:ExternalId', 'secret') }], MAY, { ExternalId: 'secret' }, 'ok'],
  ['the external id is wanted and another given', [{ Principal: ACCOUNT, ...when('StringEquals', 'sts:ExternalId', 'secret') }], MAY, { ExternalId: 'guess' }, 'sts:AssumeRole'],
  ['the session’s name is the user’s choice', [{ Principal: ACCOUNT, ...when('StringLike', 'sts:RoleSessionName', 'w*') }], MAY, {}, 'ok'],
  ['tags come and may not', [{ Principal: ACCOUNT }], MAY, { Tags: [{ Key: 'a', Value: 'b' }] }, 'sts:TagSession'],
  ['tags come and may', [{ Principal: ACCOUNT, Action: ['sts:AssumeRole', 'sts:TagSession'] }], MAY, { Tags: [{ Key: 'a', Value: 'b' }] }, 'ok'],
  ['a source identity comes and may not', [{ Principal: ACCOUNT }], MAY, { SourceIdentity: 'ada' }, 'sts:SetSourceIdentity'],
  ['a second factor is wanted', [{ Principal: ACCOUNT, ...when('Bool', 'aws:MultiFactorAuthPresent', 'true') }], MAY, {}, 'sts:AssumeRole'],
])('AssumeRole where %s', async (_what, trust, own, more, expected) => {
  const [role, user] = [await makeRole(...trust), await asUser(engine, own)]
  const answer = await outcome(assume(user, role, more))
  if (expected === 'ok') expect(answer).toBe('ok')
  else expect(answer).toContain(`AccessDenied: User: ${user.arn} is not authorized to perform: ${expected} on resource: ${role}`)
})

test('a session has no more rights than its policies let through, nor than the role', async () => {
  const role = await makeRole({ Principal: ACCOUNT })
  const { Credentials, PackedPolicySize } = await assume(engine.client, role, { Policy: policy(...allow(['kinesis:PutRecord', STREAM], 's3:*')) })
  expect(PackedPolicySize).toBeGreaterThan(0)
  const session = speaking(Credentials!)
  expect(await outcome(put(session))).toBe('ok')
  expect(await outcome(describe_(session))).toMatch(/because no session policy allows the kinesis:DescribeStreamSummary action$/)
})

test('a session’s tags can be asked for in policies', async () => {
  const role = await makeRole({ Principal: ACCOUNT, Action: ['sts:AssumeRole', 'sts:TagSession'] })
  const Policy = policy({ Action: 'kinesis:*', ...when('StringEquals', 'aws:PrincipalTag/team', 'red') })
  const as = async (team: string) => speaking((await assume(engine.client, role, { Policy, Tags: [{ Key: 'team', Value: team }] })).Credentials!)
  expect(await outcome(put(await as('red')))).toBe('ok')
  expect(await outcome(put(await as('blue')))).toMatch(/^AccessDeniedException/)
})

test('another account’s user needs both accounts’ word', async () => {
  const role = await makeRole({ Principal: { AWS: '111111111111' } })
  const other = { ...engine.client, credentials: { accessKeyId: '111111111111', secretAccessKey: 'test' } }
  const { Credentials } = await assume(other, role)
  expect((await new STSClient(speaking(Credentials!)).send(new GetCallerIdentityCommand({}))).Account).toBe('000000000000')
})

test('a federated user may what both the user and the session’s policy allow', async () => {
  const user = await asUser(engine, allow('kinesis:PutRecord', 'sts:GetFederationToken'))
  const federate = async (Policy?: string) => speaking((await new STSClient(user).send(new GetFederationTokenCommand({ Name: 'bob', Policy }))).Credentials!)
  expect(await outcome(put(await federate(policy(...allow('kinesis:*')))))).toBe('ok')
  expect(await outcome(describe_(await federate(policy(...allow('kinesis:*')))))).toMatch(/^AccessDeniedException: User: arn:aws:sts::000000000000:federated-user\/bob /)
  expect(await outcome(put(await federate()))).toMatch(/because no session policy allows/)
})

test('a session token has its user’s rights, and cannot make more of its kind', async () => {
  const user = await asUser(engine, allow('kinesis:PutRecord'))
  const session = speaking((await new STSClient(user).send(new GetSessionTokenCommand({}))).Credentials!)
  expect(await outcome(put(session))).toBe('ok')
  expect(await outcome(new KinesisClient(session).send(new ListStreamsCommand({})))).toMatch(/^AccessDeniedException/)
  expect(await outcome(new STSClient(session).send(new GetSessionTokenCommand({})))).toBe('AccessDenied: Cannot call GetSessionToken with session credentials')
})

test('what is no policy is refused', async () => {
  const role = await makeRole({ Principal: ACCOUNT })
  expect(await outcome(assume(engine.client, role, { Policy: '{' }))).toBe('MalformedPolicyDocumentException: Syntax errors in policy.')
})

test('a user of a pool assumes a role that trusts the pool, by the ID token alone', async () => {
  const cognito = new CognitoIdentityProviderClient(engine.client)
  const UserPoolId = (await cognito.send(new CreateUserPoolCommand({ PoolName: 'p' }))).UserPool!.Id!
  const flows = { ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'] } as const
  const ClientId = (await cognito.send(new CreateUserPoolClientCommand({ UserPoolId, ClientName: 'c', ExplicitAuthFlows: [...flows.ExplicitAuthFlows] }))).UserPoolClient!.ClientId!
  const user = { UserPoolId, Username: 'ada' }
  await cognito.send(new AdminCreateUserCommand({ ...user, MessageAction: 'SUPPRESS' }))
  await cognito.send(new AdminSetUserPasswordCommand({ ...user, Password: 'Passw0rd!', Permanent: true }))
  const signedIn = await cognito.send(new InitiateAuthCommand({ ClientId, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters: { USERNAME: 'ada', PASSWORD: 'Passw0rd!' } }))
  const { IdToken, AccessToken } = signedIn.AuthenticationResult!
  const provider = `cognito-idp.us-east-1.amazonaws.com/${UserPoolId}`
  const Principal = { Federated: `arn:aws:iam::000000000000:oidc-provider/${provider}` }
  const trusting = (aud: string) => makeRole({ Principal, Action: 'sts:AssumeRoleWithWebIdentity', ...when('StringEquals', `${provider}:aud`, aud) })
  const exchange = (RoleArn: string, WebIdentityToken: string) =>
    new STSClient({ endpoint: engine.endpoint, region: 'us-east-1' }).send(new AssumeRoleWithWebIdentityCommand({ RoleArn, RoleSessionName: 'ada', WebIdentityToken }))

  const role = await trusting(ClientId)
  const { Credentials, Audience, Provider } = await exchange(role, IdToken!)
  expect([Audience, Provider]).toEqual([ClientId, Principal.Federated])
  expect(await outcome(put(speaking(Credentials!)))).toBe('ok')
  const refused = 'AccessDenied: Not authorized to perform sts:AssumeRoleWithWebIdentity'
  expect(await outcome(exchange(await trusting('another'), IdToken!))).toBe(refused)
  expect(await outcome(exchange('arn:aws:iam::000000000000:role/none', IdToken!))).toBe(refused)
  expect(await outcome(exchange(role, AccessToken!))).toBe('InvalidIdentityTokenException: Missing a required claim: aud')
  const [head, body] = IdToken!.split('.')
  expect(await outcome(exchange(role, `${head}.${body}.${'A'.repeat(342)}`))).toMatch(/^InvalidIdentityToken/)
})
