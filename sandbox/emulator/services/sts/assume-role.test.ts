import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam'
import {
  AssumeRoleCommand, GetAccessKeyInfoCommand, GetCallerIdentityCommand, GetFederationTokenCommand, GetSessionTokenCommand,
  STSClient, type Credentials,
} from '@aws-sdk/client-sts'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createTestEngine, type TestEngine } from '../../../testing/engine.ts'
import { servicePrincipal } from '../../kernel/context.ts'

const trust = (principal: object | string, more = {}) =>
  JSON.stringify({ Statement: [{ Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole', ...more }] })
/** The role's own sessions, and another account. */
const FRIENDS = ['arn:aws:sts::000000000000:assumed-role/fn/me', '111111111111']
const RoleArn = 'arn:aws:iam::000000000000:role/app/fn'

let engine: TestEngine
let sts: STSClient
let roleId: string

beforeEach(async () => {
  engine = await createTestEngine()
  sts = new STSClient(engine.client)
  roleId = await createRole('fn', trust({ Service: ['edgelambda.amazonaws.com', 'lambda.amazonaws.com'], AWS: [...FRIENDS] }))
})
afterEach(() => engine.stop())

async function createRole(RoleName: string, AssumeRolePolicyDocument: string): Promise<string> {
  const input = { RoleName, AssumeRolePolicyDocument, Path: '/app/' }
  return (await new IAMClient(engine.client).send(new CreateRoleCommand(input))).Role!.RoleId!
}

function signedWith({ AccessKeyId, SecretAccessKey, SessionToken }: Credentials): STSClient {
  const credentials = { accessKeyId: AccessKeyId!, secretAccessKey: SecretAccessKey!, sessionToken: SessionToken! }
  return new STSClient({ ...engine.client, credentials })
}

const identity = (client: STSClient) => client.send(new GetCallerIdentityCommand({}))

test('a session of a role speaks as that role', async () => {
  const before = Date.now()
  const answer = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'me@x', DurationSeconds: 900 }))
  const arn = 'arn:aws:sts::000000000000:assumed-role/fn/me@x'
  expect(answer.AssumedRoleUser).toEqual({ Arn: arn, AssumedRoleId: `${roleId}:me@x` })
  expect(answer.Credentials?.AccessKeyId).toMatch(/^ASIA[A-Z2-7]{16}$/)
  const lasts_s = (answer.Credentials!.Expiration!.getTime() - before) / 1000
  expect(lasts_s).toBeGreaterThan(898)
  expect(lasts_s).toBeLessThan(960)
  expect(await identity(signedWith(answer.Credentials!))).toMatchObject({ Arn: arn, UserId: `${roleId}:me@x`, Account: '000000000000' })
})

test('what cannot be assumed and what does not exist answer alike', async () => {
  const nope = 'arn:aws:iam::000000000000:role/nope'
  const wrongPath = 'arn:aws:iam::000000000000:role/fn'
  for (const arn of [nope, wrongPath, 'arn:aws:iam::111111111111:role/app/fn'])
    await expect(sts.send(new AssumeRoleCommand({ RoleArn: arn, RoleSessionName: 'me' }))).rejects.toMatchObject({
      name: 'AccessDenied',
      message: `User: arn:aws:iam::000000000000:root is not authorized to perform: sts:AssumeRole on resource: ${arn}`,
      $metadata: { httpStatusCode: 403 },
    })
})

test.for([
  ['names it', { Service: 'lambda.amazonaws.com' }, {}, true],
  ['names another', { Service: 'events.amazonaws.com' }, {}, false],
  ['names the account only', { AWS: 'arn:aws:iam::000000000000:root' }, {}, false],
  ['lets everyone in', '*', {}, true],
  ['allows another action', { Service: 'lambda.amazonaws.com' }, { Action: 'sts:TagSession' }, false],
  ['denies', { Service: 'lambda.amazonaws.com' }, { Effect: 'Deny' }, false],
] as const)('a service may assume a role whose trust policy %s', async ([, principal, more, allowed]) => {
  await createRole('svc', trust(principal, more))
  const caller = { principal: servicePrincipal('lambda.amazonaws.com', '000000000000'), region: 'us-east-1' }
  const input = { RoleArn: 'arn:aws:iam::000000000000:role/app/svc', RoleSessionName: 'fn' }
  const outcome = await engine.host.call(caller, 'sts', 'AssumeRole', input).then(() => true, (error: Error) => error.name)
  expect(outcome).toBe(allowed ? true : 'AccessDenied')
})

test('a denial weighs more than a permission', async () => {
  const [allow] = JSON.parse(trust({ Service: 'lambda.amazonaws.com' })).Statement
  await createRole('svc', JSON.stringify({ Statement: [allow, { ...allow, Effect: 'Deny' }] }))
  const caller = { principal: servicePrincipal('lambda.amazonaws.com', '000000000000'), region: 'us-east-1' }
  const input = { RoleArn: 'arn:aws:iam::000000000000:role/app/svc', RoleSessionName: 'fn' }
  await expect(engine.host.call(caller, 'sts', 'AssumeRole', input)).rejects.toMatchObject({ code: 'AccessDenied' })
})

test('a session lasts no longer than the role allows, and a chained one an hour', async () => {
  const ask = (client: STSClient, DurationSeconds: number) =>
    client.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'me', DurationSeconds }))
  await expect(ask(sts, 3601)).rejects.toThrow('The requested DurationSeconds exceeds the MaxSessionDuration set for this role.')
  const { Credentials } = await ask(sts, 3600)
  await expect(ask(signedWith(Credentials!), 3601)).rejects.toThrow(/1 hour session limit for roles assumed by role chaining/)
  await expect(ask(sts, 10)).rejects.toMatchObject({ name: 'ValidationError', message: expect.stringContaining('durationSeconds') })
})

test('a role in another account gives that account', async () => {
  const credentials = { accessKeyId: '111111111111', secretAccessKey: 'test' }
  const { Credentials } = await new STSClient({ ...engine.client, credentials }).send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'me' }))
  expect((await identity(signedWith(Credentials!))).Account).toBe('000000000000')
})

test('session and federation tokens', async () => {
  const session = await sts.send(new GetSessionTokenCommand({}))
  const again = signedWith(session.Credentials!)
  expect((await identity(again)).Arn).toBe('arn:aws:iam::000000000000:root')
  const federated = await sts.send(new GetFederationTokenCommand({ Name: 'bob' }))
  expect(federated.FederatedUser).toEqual({ Arn: 'arn:aws:sts::000000000000:federated-user/bob', FederatedUserId: '000000000000:bob' })
  const bob = signedWith(federated.Credentials!)
  expect((await identity(bob)).Arn).toBe('arn:aws:sts::000000000000:federated-user/bob')
  await expect(bob.send(new GetSessionTokenCommand({}))).rejects.toMatchObject({ name: 'AccessDenied' })
  const { Account } = await sts.send(new GetAccessKeyInfoCommand({ AccessKeyId: session.Credentials!.AccessKeyId! }))
  expect(Account).toBe('000000000000')
})
