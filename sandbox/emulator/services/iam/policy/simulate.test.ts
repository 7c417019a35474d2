import {
  AttachUserPolicyCommand, CreateRoleCommand, CreateUserCommand, IAMClient, PutRolePolicyCommand, PutUserPolicyCommand,
  SimulateCustomPolicyCommand, SimulatePrincipalPolicyCommand, type SimulateCustomPolicyCommandInput,
} from '@aws-sdk/client-iam'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestEngine, type TestEngine } from '../../../../testing/engine.ts'

let engine: TestEngine
let iam: IAMClient
beforeAll(async () => {
  engine = await createTestEngine()
  iam = new IAMClient({ ...engine.client, maxAttempts: 1 })
})
afterAll(() => engine.stop())

const ACCOUNT = '000000000000'
const simulateCustom = (input: SimulateCustomPolicyCommandInput) => iam.send(new SimulateCustomPolicyCommand(input))

/** The example of the AWS CLI's `simulate-custom-policy`, with its answer. */
const DATED =
  '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"dynamodb:*","Resource":"*","Condition":{"DateGreaterThan":{"aws:CurrentTime":"2018-08-16T12:00:00Z"}}}}'
const at = (time: string) => [{ ContextKeyName: 'aws:CurrentTime', ContextKeyValues: [time], ContextKeyType: 'date' as const }]

test('a policy that allows, as the AWS CLI’s example has it', async () => {
  const answer = await simulateCustom({ PolicyInputList: [DATED], ActionNames: ['dynamodb:CreateBackup'], ContextEntries: at('2019-04-25T11:00:00Z') })
  expect(answer.IsTruncated).toBe(false)
  expect(answer.EvaluationResults).toEqual([
    {
      EvalActionName: 'dynamodb:CreateBackup',
      EvalResourceName: '*',
      EvalDecision: 'allowed',
      MatchedStatements: [
        { SourcePolicyId: 'PolicyInputList.1', SourcePolicyType: 'IAM Policy', StartPosition: { Line: 1, Column: 38 }, EndPosition: { Line: 1, Column: 167 } },
      ],
      MissingContextValues: [],
    },
  ])
})

test('the same before its time, and without one', async () => {
  const before = await simulateCustom({ PolicyInputList: [DATED], ActionNames: ['dynamodb:CreateBackup'], ContextEntries: at('2014-04-25T11:00:00Z') })
  expect(before.EvaluationResults).toMatchObject([{ EvalDecision: 'implicitDeny', MatchedStatements: [], MissingContextValues: [] }])
  const without = await simulateCustom({ PolicyInputList: [DATED], ActionNames: ['dynamodb:CreateBackup'] })
  expect(without.EvaluationResults).toMatchObject([{ EvalDecision: 'implicitDeny', MissingContextValues: ['aws:CurrentTime'] }])
})

const TWO = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Action: 's3:*', Resource: '*' },
    { Effect: 'Deny', Action: 's3:GetObject', Resource: 'arn:aws:s3:::b/secret/*' },
  ],
}, null, 2)

test('each action once, each resource by itself', async () => {
  const resources = ['arn:aws:s3:::b/open', 'arn:aws:s3:::b/secret/x']
  const { EvaluationResults } = await simulateCustom({ PolicyInputList: [TWO], ActionNames: ['s3:GetObject', 's3:PutObject', 'sqs:SendMessage'], ResourceArns: resources })
  expect(EvaluationResults?.map((one) => [one.EvalActionName, one.EvalDecision, one.ResourceSpecificResults?.map((each) => each.EvalResourceDecision)])).toEqual([
    ['s3:GetObject', 'explicitDeny', ['allowed', 'explicitDeny']],
    ['s3:PutObject', 'allowed', ['allowed', 'allowed']],
    ['sqs:SendMessage', 'implicitDeny', ['implicitDeny', 'implicitDeny']],
  ])
  const [get] = EvaluationResults!
  expect(get).toMatchObject({ EvalResourceName: 'arn:${Partition}:s3:::${BucketName}/${KeyName}', ResourceSpecificResults: resources.map((EvalResourceName) => ({ EvalResourceName })) })
  expect(get?.ResourceSpecificResults?.[0]?.MatchedStatements).toMatchObject([{ StartPosition: { Line: 3, Column: 17 }, EndPosition: { Line: 8, Column: 6 } }])
  expect(get?.MatchedStatements).toMatchObject([{ StartPosition: { Line: 8, Column: 7 }, EndPosition: { Line: 13, Column: 6 } }])
})

test('the strictest decision is the action’s', async () => {
  const denied = '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"s3:*","Resource":"arn:aws:s3:::b"}]}'
  const { EvaluationResults } = await simulateCustom({ PolicyInputList: [denied], ActionNames: ['s3:ListBucket'], ResourceArns: ['arn:aws:s3:::c', 'arn:aws:s3:::b'] })
  expect(EvaluationResults?.[0]).toMatchObject({ EvalDecision: 'explicitDeny', ResourceSpecificResults: [{ EvalResourceDecision: 'implicitDeny' }, { EvalResourceDecision: 'explicitDeny' }] })
})

test('boundaries, resource policies and other accounts', async () => {
  const allow = (more = {}) => JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*', ...more }] })
  const ask = { ActionNames: ['s3:GetObject'], ResourceArns: ['arn:aws:s3:::b/k'], PolicyInputList: [allow()] }
  const bounded = await simulateCustom({ ...ask, PermissionsBoundaryPolicyInputList: [allow({ Action: 'sqs:*' })] })
  expect(bounded.EvaluationResults).toMatchObject([{ EvalDecision: 'implicitDeny', PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: false } }])

  const caller = { CallerArn: `arn:aws:iam::${ACCOUNT}:user/ada`, ResourceOwner: 'arn:aws:iam::111122223333:root' }
  const away = await simulateCustom({ ...ask, ...caller })
  expect(away.EvaluationResults?.[0]).toMatchObject({
    EvalDecision: 'implicitDeny',
    ResourceSpecificResults: [{ EvalDecisionDetails: { 'IAM Policy': 'allowed', 'Resource Policy': 'implicitDeny' } }],
  })
  const both = await simulateCustom({ ...ask, ...caller, ResourcePolicy: allow({ Principal: { AWS: ACCOUNT } }) })
  expect(both.EvaluationResults?.[0]).toMatchObject({
    EvalDecision: 'allowed',
    MatchedStatements: [{ SourcePolicyId: 'PolicyInputList.1' }, { SourcePolicyId: 'ResourcePolicy', SourcePolicyType: 'Resource Policy' }],
  })
})

test('a user’s policies, inline and attached, with its name and tags', async () => {
  await iam.send(new CreateUserCommand({ UserName: 'ada', Tags: [{ Key: 'team', Value: 'blue' }] }))
  const own = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'sqs:*', Resource: 'arn:aws:sqs:*:*:${aws:username}-${aws:PrincipalTag/team}' }] }
  await iam.send(new PutUserPolicyCommand({ UserName: 'ada', PolicyName: 'queue', PolicyDocument: JSON.stringify(own) }))
  await iam.send(new AttachUserPolicyCommand({ UserName: 'ada', PolicyArn: 'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess' }))
  const ask = (ActionNames: string[], ResourceArns?: string[]) =>
    iam.send(new SimulatePrincipalPolicyCommand({ PolicySourceArn: `arn:aws:iam::${ACCOUNT}:user/ada`, ActionNames, ...(ResourceArns ? { ResourceArns } : {}) }))
  expect((await ask(['s3:GetObject', 's3:PutObject'])).EvaluationResults).toMatchObject([
    { EvalDecision: 'allowed', MatchedStatements: [{ SourcePolicyId: 'AmazonS3ReadOnlyAccess', SourcePolicyType: 'IAM Policy' }] },
    { EvalDecision: 'implicitDeny' },
  ])
  const queue = (name: string) => `arn:aws:sqs:us-east-1:${ACCOUNT}:${name}`
  const { EvaluationResults } = await ask(['sqs:SendMessage'], [queue('ada-blue'), queue('bob-blue')])
  expect(EvaluationResults?.[0]?.ResourceSpecificResults).toMatchObject([
    { EvalResourceDecision: 'allowed', MatchedStatements: [{ SourcePolicyId: 'user_ada_queue' }] },
    { EvalResourceDecision: 'implicitDeny', MatchedStatements: [] },
  ])
})

test('a role’s policies, and a page at a time', async () => {
  const trust = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } }] })
  await iam.send(new CreateRoleCommand({ RoleName: 'app', Path: '/service-role/', AssumeRolePolicyDocument: trust }))
  await iam.send(new PutRolePolicyCommand({ RoleName: 'app', PolicyName: 'put', PolicyDocument: TWO }))
  const input = { PolicySourceArn: `arn:aws:iam::${ACCOUNT}:role/service-role/app`, ActionNames: ['s3:PutObject', 'sqs:SendMessage'], MaxItems: 1 }
  const first = await iam.send(new SimulatePrincipalPolicyCommand(input))
  expect(first).toMatchObject({ IsTruncated: true, EvaluationResults: [{ EvalDecision: 'allowed', MatchedStatements: [{ SourcePolicyId: 'role_app_put' }] }] })
  const second = await iam.send(new SimulatePrincipalPolicyCommand({ ...input, Marker: first.Marker! }))
  expect(second).toMatchObject({ IsTruncated: false, EvaluationResults: [{ EvalActionName: 'sqs:SendMessage', EvalDecision: 'implicitDeny' }] })
})

test('what cannot be simulated', async () => {
  const custom = (change: object) => simulateCustom({ PolicyInputList: [TWO], ActionNames: ['s3:GetObject'], ...change })
  await expect(custom({ PolicyInputList: ['{'] })).rejects.toMatchObject({ name: 'InvalidInputException' })
  await expect(custom({ ActionNames: ['s3:*'] })).rejects.toMatchObject({ name: 'InvalidInputException' })
  await expect(custom({ ResourcePolicy: TWO })).rejects.toMatchObject({ name: 'InvalidInputException' })
  const of = (PolicySourceArn: string) => iam.send(new SimulatePrincipalPolicyCommand({ PolicySourceArn, ActionNames: ['s3:GetObject'] }))
  await expect(of(`arn:aws:iam::${ACCOUNT}:user/nobody`)).rejects.toMatchObject({ name: 'NoSuchEntityException', message: 'The user with name nobody cannot be found.' })
  await expect(of(`arn:aws:iam::${ACCOUNT}:policy/x`)).rejects.toMatchObject({ name: 'InvalidInputException' })
})
