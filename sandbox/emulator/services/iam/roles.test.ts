import {
  AttachRolePolicyCommand, CreateRoleCommand, DeleteRoleCommand, DeleteRolePolicyCommand, DetachRolePolicyCommand,
  GetRoleCommand, GetRolePolicyCommand, IAMClient, ListAttachedRolePoliciesCommand, ListInstanceProfilesForRoleCommand,
  ListRolePoliciesCommand, ListRolesCommand, ListRoleTagsCommand, PutRolePolicyCommand, TagRoleCommand,
  UntagRoleCommand, UpdateAssumeRolePolicyCommand, UpdateRoleCommand, UpdateRoleDescriptionCommand,
} from '@aws-sdk/client-iam'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createTestEngine, type TestEngine } from '../../../testing/engine.ts'

const TRUST = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
})
const POLICY = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: "arn:aws:s3:::b/*(1)'" }] })
const BASIC = 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole'

let engine: TestEngine
let iam: IAMClient

beforeEach(async () => {
  engine = await createTestEngine()
  iam = new IAMClient(engine.client)
})
afterEach(() => engine.stop())

const create = (RoleName = 'r', more = {}) =>
  iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: TRUST, ...more }))

test('a role comes back as it was made', async () => {
  const { Role: made } = await create('r', { Path: '/app/', Description: 'd', Tags: [{ Key: 'k', Value: 'v' }] })
  expect(made).toMatchObject({ Path: '/app/', RoleName: 'r', Arn: 'arn:aws:iam::000000000000:role/app/r' })
  expect(made?.RoleId).toMatch(/^AROA[A-Z2-7]{17}$/)
  expect(made?.CreateDate?.getMilliseconds()).toBe(0)
  const { Role: found } = await iam.send(new GetRoleCommand({ RoleName: 'r' }))
  expect(found).toEqual({ ...made, RoleLastUsed: {} })
  expect(found).toMatchObject({ MaxSessionDuration: 3600, Description: 'd', Tags: [{ Key: 'k', Value: 'v' }] })
  expect(decodeURIComponent(found!.AssumeRolePolicyDocument!)).toBe(TRUST)
})

test('documents travel percent-encoded, with AWS’s set of characters', async () => {
  await create()
  await iam.send(new PutRolePolicyCommand({ RoleName: 'r', PolicyName: 'p', PolicyDocument: POLICY }))
  const { PolicyDocument } = await iam.send(new GetRolePolicyCommand({ RoleName: 'r', PolicyName: 'p' }))
  expect(PolicyDocument).not.toMatch(/[{}"*()' ]/)
  expect(decodeURIComponent(PolicyDocument!)).toBe(POLICY)
})

test('names are unique without regard to case, and belong to the account, not to the region', async () => {
  await create('Writer')
  await expect(create('writer')).rejects.toMatchObject({
    name: 'EntityAlreadyExistsException',
    message: 'Role with name writer already exists.',
    $metadata: { httpStatusCode: 409 },
  })
  const elsewhere = new IAMClient({ ...engine.client, region: 'eu-central-1' })
  expect((await elsewhere.send(new GetRoleCommand({ RoleName: 'Writer' }))).Role?.RoleName).toBe('Writer')
  const other = new IAMClient({ ...engine.client, credentials: { accessKeyId: '111111111111', secretAccessKey: 'test' } })
  await expect(other.send(new GetRoleCommand({ RoleName: 'Writer' }))).rejects.toMatchObject({
    name: 'NoSuchEntityException',
    message: 'The role with name Writer cannot be found.',
  })
})

test.for([
  [{ RoleName: 'a b' }, /^The specified value for roleName is invalid\. It must contain only alphanumeric/],
  [{ RoleName: 'x'.repeat(65) }, /at 'roleName' failed to satisfy constraint: Member must have length less than or equal to 64$/],
  [{ Path: 'no-slash' }, /^The specified value for path is invalid/],
  [{ MaxSessionDuration: 60 }, /Member must have value greater than or equal to 3600$/],
  [{ Tags: [{ Key: '', Value: 'v' }] }, /at 'tags\.1\.member\.key' failed to satisfy constraint/],
] as const)('CreateRole refuses %j', async ([more, message]) => {
  await expect(create('r', more)).rejects.toMatchObject({ name: 'ValidationError', message: expect.stringMatching(message) })
})

test('a role with policies is not deleted', async () => {
  await create()
  await iam.send(new PutRolePolicyCommand({ RoleName: 'r', PolicyName: 'p', PolicyDocument: POLICY }))
  await iam.send(new AttachRolePolicyCommand({ RoleName: 'r', PolicyArn: BASIC }))
  const remove = () => iam.send(new DeleteRoleCommand({ RoleName: 'r' }))
  await expect(remove()).rejects.toMatchObject({ name: 'DeleteConflictException', message: 'Cannot delete entity, must detach all policies first.' })
  await iam.send(new DetachRolePolicyCommand({ RoleName: 'r', PolicyArn: BASIC }))
  await expect(remove()).rejects.toMatchObject({ message: 'Cannot delete entity, must delete policies first.' })
  await iam.send(new DeleteRolePolicyCommand({ RoleName: 'r', PolicyName: 'p' }))
  await remove()
  await expect(remove()).rejects.toMatchObject({ name: 'NoSuchEntityException' })
})

test('inline policies: put replaces, the list is of names, a missing one is named', async () => {
  await create()
  for (const PolicyName of ['b', 'a', 'b'])
    await iam.send(new PutRolePolicyCommand({ RoleName: 'r', PolicyName, PolicyDocument: POLICY }))
  expect((await iam.send(new ListRolePoliciesCommand({ RoleName: 'r' }))).PolicyNames).toEqual(['a', 'b'])
  await expect(iam.send(new GetRolePolicyCommand({ RoleName: 'r', PolicyName: 'c' }))).rejects.toThrow(
    'The role policy with name c cannot be found.',
  )
})

test('attaching twice is once; what does not exist cannot be attached or detached', async () => {
  await create()
  for (const PolicyArn of [BASIC, BASIC]) await iam.send(new AttachRolePolicyCommand({ RoleName: 'r', PolicyArn }))
  const { AttachedPolicies } = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName: 'r' }))
  expect(AttachedPolicies).toEqual([{ PolicyName: 'AWSLambdaBasicExecutionRole', PolicyArn: BASIC }])
  const nope = 'arn:aws:iam::000000000000:policy/nope'
  await expect(iam.send(new AttachRolePolicyCommand({ RoleName: 'r', PolicyArn: nope }))).rejects.toThrow(
    `Policy ${nope} does not exist or is not attachable.`,
  )
  await expect(iam.send(new DetachRolePolicyCommand({ RoleName: 'r', PolicyArn: nope }))).rejects.toThrow(`Policy ${nope} was not found.`)
})

test('updates change what they name', async () => {
  await create('r', { Description: 'old' })
  await iam.send(new UpdateRoleCommand({ RoleName: 'r', MaxSessionDuration: 7200 }))
  const trust = TRUST.replace('lambda', 'events')
  await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: 'r', PolicyDocument: trust }))
  const { Role } = await iam.send(new GetRoleCommand({ RoleName: 'r' }))
  expect(Role).toMatchObject({ Description: 'old', MaxSessionDuration: 7200 })
  expect(decodeURIComponent(Role!.AssumeRolePolicyDocument!)).toBe(trust)
  const changed = await iam.send(new UpdateRoleDescriptionCommand({ RoleName: 'r', Description: 'new' }))
  expect(changed.Role?.Description).toBe('new')
})

test('tags are set by key without regard to case, and removed', async () => {
  await create('r', { Tags: [{ Key: 'Team', Value: 'a' }] })
  await iam.send(new TagRoleCommand({ RoleName: 'r', Tags: [{ Key: 'team', Value: 'b' }, { Key: 'x', Value: '' }] }))
  const tags = async () => (await iam.send(new ListRoleTagsCommand({ RoleName: 'r' }))).Tags
  expect(await tags()).toEqual([{ Key: 'team', Value: 'b' }, { Key: 'x', Value: '' }])
  await iam.send(new UntagRoleCommand({ RoleName: 'r', TagKeys: ['TEAM'] }))
  expect(await tags()).toEqual([{ Key: 'x', Value: '' }])
  const twice = [{ Key: 'k', Value: '1' }, { Key: 'K', Value: '2' }]
  await expect(iam.send(new TagRoleCommand({ RoleName: 'r', Tags: twice }))).rejects.toMatchObject({ name: 'InvalidInputException' })
})

test('lists come in pages, by path, without tags', async () => {
  for (const name of ['c', 'a', 'B']) await create(name, { Path: name === 'B' ? '/x/' : '/', Tags: [{ Key: 'k', Value: 'v' }] })
  const first = await iam.send(new ListRolesCommand({ MaxItems: 2 }))
  expect([first.Roles?.map((role) => role.RoleName), first.IsTruncated]).toEqual([['a', 'B'], true])
  const second = await iam.send(new ListRolesCommand({ MaxItems: 2, Marker: first.Marker }))
  expect([second.Roles?.map((role) => role.RoleName), second.IsTruncated, second.Marker]).toEqual([['c'], false, undefined])
  expect((await iam.send(new ListRolesCommand({ PathPrefix: '/x/' }))).Roles?.map((role) => role.RoleName)).toEqual(['B'])
  expect(first.Roles?.[0]).not.toHaveProperty('Tags')
  expect((await iam.send(new ListInstanceProfilesForRoleCommand({ RoleName: 'a' }))).InstanceProfiles).toEqual([])
})
