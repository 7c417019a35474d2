import {
  AttachRolePolicyCommand, CreatePolicyCommand, CreatePolicyVersionCommand, CreateRoleCommand, DeletePolicyCommand,
  DeletePolicyVersionCommand, DetachRolePolicyCommand, GetPolicyCommand, GetPolicyVersionCommand, IAMClient,
  ListPoliciesCommand, ListPolicyVersionsCommand, SetDefaultPolicyVersionCommand,
} from '@aws-sdk/client-iam'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createTestEngine, type TestEngine } from '../../../testing/engine.ts'

const document = (action: string) =>
  JSON.stringify({ Version: '2012-10-17', Statement: { Effect: 'Allow', Action: action, Resource: '*' } })
const TRUST = JSON.stringify({ Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }] })
const PolicyArn = 'arn:aws:iam::000000000000:policy/p'

let engine: TestEngine
let iam: IAMClient

beforeEach(async () => {
  engine = await createTestEngine()
  iam = new IAMClient({ ...engine.client, maxAttempts: 1 })
})
afterEach(() => engine.stop())

const create = () => iam.send(new CreatePolicyCommand({ PolicyName: 'p', PolicyDocument: document('s3:*'), Description: 'd' }))
const addVersion = (SetAsDefault = false) =>
  iam.send(new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument: document('sqs:*'), SetAsDefault }))

test('a policy, its versions and its default', async () => {
  const { Policy } = await create()
  expect(Policy).toMatchObject({ Arn: PolicyArn, DefaultVersionId: 'v1', AttachmentCount: 0, IsAttachable: true })
  expect(Policy?.PolicyId).toMatch(/^ANPA[A-Z2-7]{17}$/)
  await addVersion()
  await addVersion(true)
  const { Versions } = await iam.send(new ListPolicyVersionsCommand({ PolicyArn }))
  expect(Versions?.map((v) => [v.VersionId, v.IsDefaultVersion])).toEqual([['v3', true], ['v2', false], ['v1', false]])
  await iam.send(new SetDefaultPolicyVersionCommand({ PolicyArn, VersionId: 'v2' }))
  const found = await iam.send(new GetPolicyCommand({ PolicyArn }))
  expect(found.Policy).toMatchObject({ DefaultVersionId: 'v2', Description: 'd' })
  const { PolicyVersion } = await iam.send(new GetPolicyVersionCommand({ PolicyArn, VersionId: 'v1' }))
  expect(decodeURIComponent(PolicyVersion!.Document!)).toBe(document('s3:*'))
})

test('five versions at most, and numbers do not come again', async () => {
  await create()
  for (let n = 0; n < 4; n++) await addVersion()
  await expect(addVersion()).rejects.toMatchObject({ name: 'LimitExceededException' })
  await iam.send(new DeletePolicyVersionCommand({ PolicyArn, VersionId: 'v5' }))
  expect((await addVersion()).PolicyVersion?.VersionId).toBe('v6')
  await expect(iam.send(new DeletePolicyVersionCommand({ PolicyArn, VersionId: 'v1' }))).rejects.toThrow(
    'Cannot delete the default version of a policy.',
  )
})

test('a policy in use, or with more than one version, is not deleted', async () => {
  await create()
  await iam.send(new CreateRoleCommand({ RoleName: 'r', AssumeRolePolicyDocument: TRUST }))
  await iam.send(new AttachRolePolicyCommand({ RoleName: 'r', PolicyArn }))
  expect((await iam.send(new GetPolicyCommand({ PolicyArn }))).Policy?.AttachmentCount).toBe(1)
  const remove = () => iam.send(new DeletePolicyCommand({ PolicyArn }))
  await expect(remove()).rejects.toThrow('Cannot delete a policy attached to entities.')
  await iam.send(new DetachRolePolicyCommand({ RoleName: 'r', PolicyArn }))
  await addVersion()
  await expect(remove()).rejects.toMatchObject({ name: 'DeleteConflictException' })
  await iam.send(new DeletePolicyVersionCommand({ PolicyArn, VersionId: 'v2' }))
  await remove()
  await expect(iam.send(new GetPolicyCommand({ PolicyArn }))).rejects.toThrow(`Policy ${PolicyArn} was not found.`)
})

test('AWS’s own policies can be read and attached, not changed', async () => {
  const arn = 'arn:aws:iam::aws:policy/service-role/AWSLambdaKinesisExecutionRole'
  const { Policy } = await iam.send(new GetPolicyCommand({ PolicyArn: arn }))
  expect(Policy).toMatchObject({ Path: '/service-role/', DefaultVersionId: 'v2' })
  const { PolicyVersion } = await iam.send(new GetPolicyVersionCommand({ PolicyArn: arn, VersionId: 'v2' }))
  expect(JSON.parse(decodeURIComponent(PolicyVersion!.Document!)).Statement[0].Action).toContain('kinesis:SubscribeToShard')
  await expect(iam.send(new DeletePolicyCommand({ PolicyArn: arn }))).rejects.toMatchObject({ name: 'AccessDenied' })
})

test('lists by scope and by use', async () => {
  await create()
  const names = async (input: object) => (await iam.send(new ListPoliciesCommand(input))).Policies?.map((p) => p.PolicyName)
  expect(await names({ Scope: 'Local' })).toEqual(['p'])
  const aws = await names({ Scope: 'AWS' })
  expect(aws).toContain('AmazonS3ReadOnlyAccess')
  expect(aws).not.toContain('p')
  expect(await names({})).toEqual(['p', ...aws!])
  expect(await names({ OnlyAttached: true })).toEqual([])
  expect(await names({ PathPrefix: '/service-role/' })).toContain('AWSLambdaBasicExecutionRole')
})
