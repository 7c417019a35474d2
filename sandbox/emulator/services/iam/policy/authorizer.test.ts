import { CreatePolicyCommand, CreateRoleCommand, CreateUserCommand, IAMClient, PutRolePolicyCommand, PutUserPolicyCommand } from '@aws-sdk/client-iam'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { AuthorizationRequest, Authorizer, ProtectedResource } from '../../../kernel/authorize.ts'
import { rootPrincipal, type Principal } from '../../../kernel/context.ts'
import { createTestEngine, type TestEngine } from '../../../../testing/engine.ts'
import { createAuthorizer } from './authorizer.ts'

const ACCOUNT = '000000000000'
const STREAM = `arn:aws:kinesis:us-east-1:${ACCOUNT}:stream/s`
const ROLE = `arn:aws:iam::${ACCOUNT}:role/upload`
const SESSION: Principal = { type: 'assumed-role', account: ACCOUNT, arn: `arn:aws:sts::${ACCOUNT}:assumed-role/upload/f`, userId: 'AROA1:f', roleArn: ROLE }
const allow = (Action: string, Resource: string, more = {}) => JSON.stringify({ Version: '2012-10-17', Statement: [{ Sid: 'One', Effect: 'Allow', Action, Resource, ...more }] })

let engine: TestEngine
let authorize: Authorizer
beforeAll(async () => {
  engine = await createTestEngine()
  authorize = createAuthorizer(engine.host)
  const iam = new IAMClient({ ...engine.client, maxAttempts: 1 })
  const trust = JSON.stringify({ Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } }] })
  const { Policy: limit } = await iam.send(new CreatePolicyCommand({ PolicyName: 'limit', PolicyDocument: allow('s3:*', '*') }))
  await iam.send(new CreateRoleCommand({ RoleName: 'upload', AssumeRolePolicyDocument: trust, Tags: [{ Key: 'team', Value: 'blue' }, { Key: 'Stage', Value: 'dev' }] }))
  await iam.send(new PutRolePolicyCommand({ RoleName: 'upload', PolicyName: 'put', PolicyDocument: allow('s3:PutObject', 'arn:aws:s3:::b/${aws:PrincipalTag/team}/*') }))
  await iam.send(new CreateUserCommand({ UserName: 'ada', PermissionsBoundary: limit!.Arn }))
  await iam.send(new PutUserPolicyCommand({ UserName: 'ada', PolicyName: 'all', PolicyDocument: allow('*', '*') }))
})
afterAll(() => engine.stop())

const resource = (arn: string, more: Partial<ProtectedResource> = {}): ProtectedResource => ({ arn, account: ACCOUNT, policies: [], ...more })
const ask = (change: Partial<AuthorizationRequest>) =>
  authorize({ principal: SESSION, action: 's3:PutObject', resources: [resource('arn:aws:s3:::b/blue/k')], context: {}, ...change })

test('a role’s session has the role’s rights and no more', () => {
  expect(ask({})).toMatchObject({ decision: 'allow', statements: [{ policy: 'role_upload_put', sid: 'One', outcome: 'applies' }] })
  // The journal keeps thousands of these.
  expect(ask({}).statements).toBe(ask({}).statements)
  expect(ask({})).not.toHaveProperty('denial')
  const denied = ask({ action: 'kinesis:PutRecord', resources: [resource(STREAM)] })
  expect(denied).toMatchObject({
    decision: 'implicitDeny',
    resource: STREAM,
    denial: {
      code: 'AccessDeniedException',
      message: `User: ${SESSION.arn} is not authorized to perform: kinesis:PutRecord on resource: ${STREAM} because no identity-based policy allows the kinesis:PutRecord action`,
    },
  })
})

test('every resource must be allowed, and the one that is not is told', () => {
  const both = ask({ resources: [resource('arn:aws:s3:::b/blue/k'), resource('arn:aws:s3:::b/red/k')] })
  expect(both).toMatchObject({ decision: 'implicitDeny', resource: 'arn:aws:s3:::b/red/k', statements: [{ policy: 'role_upload_put', outcome: 'resource', sid: 'One' }] })
  expect(both.reason).toBe(
    's3:PutObject on arn:aws:s3:::b/red/k is not allowed by any policy of the caller. The nearest is statement One of role_upload_put: its resource is another.',
  )
  expect(ask({ resources: [resource('arn:aws:s3:::b/red/k'), resource('arn:aws:s3:::b/blue/k')] }).decision).toBe('implicitDeny')
  expect(ask({ resources: [] }).decision).toBe('allow')
})

test('the role’s tags are the session’s, unless it has its own', () => {
  const session = { ...SESSION, session: { issuedAt: 0, tags: { Team: 'red' } } }
  const context = { 'aws:PrincipalTag/Team': 'red' }
  expect(ask({ principal: session, context }).decision).toBe('implicitDeny')
  expect(ask({ principal: session, context, resources: [resource('arn:aws:s3:::b/red/k')] }).decision).toBe('allow')
})

test('session policies and boundaries are found and kept to', () => {
  const limited = { ...SESSION, session: { issuedAt: 0, policies: [allow('s3:GetObject', '*')] } }
  expect(ask({ principal: limited }).denial?.message).toContain('because no session policy allows the s3:PutObject action')
  const managed = { ...SESSION, session: { issuedAt: 0, policyArns: ['arn:aws:iam::aws:policy/AmazonS3FullAccess'] } }
  expect(ask({ principal: managed }).decision).toBe('allow')
  const ada: Principal = { type: 'user', account: ACCOUNT, arn: `arn:aws:iam::${ACCOUNT}:user/ada`, userId: 'AIDA1' }
  expect(ask({ principal: ada }).decision).toBe('allow')
  expect(ask({ principal: ada, action: 'kinesis:PutRecord' }).denial?.message).toContain('because no permissions boundary allows the kinesis:PutRecord action')
})

test('a role or user that is gone, or of another account, has no rights', () => {
  const gone = { ...SESSION, roleArn: `arn:aws:iam::${ACCOUNT}:role/gone` }
  const moved = { ...SESSION, roleArn: `arn:aws:iam::${ACCOUNT}:role/path/upload` }
  const elsewhere = { ...SESSION, account: '111122223333' }
  for (const principal of [gone, moved, elsewhere]) expect(ask({ principal }).decision).toBe('implicitDeny')
})

test('an unmet condition is told', () => {
  const policies = [{ kind: 'resource' as const, document: allow('s3:*', '*', { Principal: '*', Condition: { StringEquals: { 'aws:ResourceAccount': '999999999999' } } }) }]
  const denied = ask({ action: 's3:GetObject', resources: [resource('arn:aws:s3:::b/k', { policies })] })
  const met = [{ ...policies[0]!, document: policies[0]!.document.replace('999999999999', ACCOUNT) }]
  expect(ask({ action: 's3:GetObject', resources: [resource('arn:aws:s3:::b/k', { policies: met })] }).decision).toBe('allow')
  expect(denied.statements).toEqual([
    { layer: 'resource', policy: 'resource policy', sid: 'One', index: 0, effect: 'Allow', outcome: 'condition', detail: 'StringEquals aws:ResourceAccount 999999999999' },
  ])
})

test('PutBucketPolicy: an account’s root cannot lock itself out of a bucket’s policy', () => {
  const policies = [{ kind: 'resource' as const, document: JSON.stringify({ Statement: { Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: '*' } }) }]
  const as = (principal: Principal, action: string) => ask({ principal, action, resources: [resource('arn:aws:s3:::b', { policies })] }).decision
  expect(as(rootPrincipal(ACCOUNT), 's3:DeleteBucketPolicy')).toBe('allow')
  expect(as(rootPrincipal(ACCOUNT), 's3:ListBucket')).toBe('explicitDeny')
  expect(as(rootPrincipal('111122223333'), 's3:DeleteBucketPolicy')).toBe('explicitDeny')
})
