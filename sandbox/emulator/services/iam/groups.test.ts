import {
  AddUserToGroupCommand, AttachGroupPolicyCommand, CreateAccessKeyCommand, CreateGroupCommand, CreateUserCommand,
  DeleteGroupCommand, DeleteGroupPolicyCommand, DeleteUserCommand, DetachGroupPolicyCommand, GetGroupCommand,
  GetGroupPolicyCommand, GetPolicyCommand, IAMClient, ListAttachedGroupPoliciesCommand, ListGroupPoliciesCommand,
  ListGroupsCommand, ListGroupsForUserCommand, ListUsersCommand, PutGroupPolicyCommand, RemoveUserFromGroupCommand,
  SimulatePrincipalPolicyCommand, UpdateGroupCommand, UpdateUserCommand,
} from '@aws-sdk/client-iam'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createTestEngine, type TestEngine } from '../../../testing/engine.ts'

const allow = (Action: string) => JSON.stringify({ Version: '2012-10-17', Statement: { Effect: 'Allow', Action, Resource: '*' } })
const READ = 'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess'
const group = { GroupName: 'Devs' }
const member = { ...group, UserName: 'ada' }

let engine: TestEngine
let iam: IAMClient

beforeEach(async () => {
  engine = await createTestEngine()
  iam = new IAMClient({ ...engine.client, maxAttempts: 1 })
  await iam.send(new CreateGroupCommand({ ...group, Path: '/eng/' }))
  await iam.send(new CreateUserCommand({ UserName: 'ada' }))
})
afterEach(() => engine.stop())

test('a group comes back as it was made', async () => {
  const { Group, Users, IsTruncated } = await iam.send(new GetGroupCommand({ GroupName: 'devs' }))
  expect(Group).toMatchObject({ GroupName: 'Devs', Path: '/eng/', Arn: 'arn:aws:iam::000000000000:group/eng/Devs' })
  expect(Group?.GroupId).toMatch(/^AGPA[A-Z2-7]{17}$/)
  expect([Users, IsTruncated]).toEqual([[], false])
  expect((await iam.send(new ListGroupsCommand({ PathPrefix: '/eng/' }))).Groups).toEqual([Group])
  await expect(iam.send(new CreateGroupCommand({ GroupName: 'DEVS' }))).rejects.toMatchObject({
    name: 'EntityAlreadyExistsException',
    message: 'Group with name DEVS already exists.',
  })
  await expect(iam.send(new GetGroupCommand({ GroupName: 'x' }))).rejects.toThrow('The group with name x cannot be found.')
})

test('users join and leave; neither side is deleted before', async () => {
  await iam.send(new AddUserToGroupCommand(member))
  await iam.send(new AddUserToGroupCommand(member))
  expect((await iam.send(new GetGroupCommand(group))).Users?.map((user) => user.UserName)).toEqual(['ada'])
  expect((await iam.send(new ListGroupsForUserCommand(member))).Groups?.map((one) => one.GroupName)).toEqual(['Devs'])
  const conflict = { name: 'DeleteConflictException', message: 'Cannot delete entity, must remove users from group first.' }
  await expect(iam.send(new DeleteGroupCommand(group))).rejects.toMatchObject(conflict)
  await expect(iam.send(new DeleteUserCommand(member))).rejects.toMatchObject(conflict)
  await iam.send(new RemoveUserFromGroupCommand(member))
  await expect(iam.send(new RemoveUserFromGroupCommand(member))).rejects.toMatchObject({ name: 'NoSuchEntityException' })
  await iam.send(new DeleteGroupCommand(group))
  expect((await iam.send(new ListGroupsCommand({}))).Groups).toEqual([])
})

test('a user is in ten groups at most', async () => {
  for (let n = 0; n < 10; n++) {
    await iam.send(new CreateGroupCommand({ GroupName: `g${n}` }))
    await iam.send(new AddUserToGroupCommand({ ...member, GroupName: `g${n}` }))
  }
  await expect(iam.send(new AddUserToGroupCommand(member))).rejects.toThrow('Cannot exceed quota for GroupsPerUser: 10')
  const first = await iam.send(new ListGroupsForUserCommand({ ...member, MaxItems: 7 }))
  const second = await iam.send(new ListGroupsForUserCommand({ ...member, Marker: first.Marker }))
  expect([first.Groups?.length, first.IsTruncated, second.Groups?.length, second.IsTruncated]).toEqual([7, true, 3, false])
})

test('who is renamed stays in its groups', async () => {
  await iam.send(new AddUserToGroupCommand(member))
  await iam.send(new UpdateGroupCommand({ ...group, NewGroupName: 'Team', NewPath: '/t/' }))
  await iam.send(new UpdateUserCommand({ UserName: 'ada', NewUserName: 'grace' }))
  const { Group, Users } = await iam.send(new GetGroupCommand({ GroupName: 'Team' }))
  expect([Group?.Arn, Users?.map((user) => user.Arn)]).toEqual([
    'arn:aws:iam::000000000000:group/t/Team',
    ['arn:aws:iam::000000000000:user/grace'],
  ])
  await expect(iam.send(new GetGroupCommand(group))).rejects.toMatchObject({ name: 'NoSuchEntityException' })
  expect((await iam.send(new ListUsersCommand({}))).Users).toHaveLength(1)
})

test('policies of a group', async () => {
  await iam.send(new PutGroupPolicyCommand({ ...group, PolicyName: 'p', PolicyDocument: allow('s3:*') }))
  await iam.send(new AttachGroupPolicyCommand({ ...group, PolicyArn: READ }))
  const found = await iam.send(new GetGroupPolicyCommand({ ...group, PolicyName: 'p' }))
  expect([found.GroupName, decodeURIComponent(found.PolicyDocument!)]).toEqual(['Devs', allow('s3:*')])
  expect((await iam.send(new ListGroupPoliciesCommand(group))).PolicyNames).toEqual(['p'])
  expect((await iam.send(new ListAttachedGroupPoliciesCommand(group))).AttachedPolicies?.[0]?.PolicyArn).toBe(READ)
  expect((await iam.send(new GetPolicyCommand({ PolicyArn: READ }))).Policy?.AttachmentCount).toBe(1)
  await expect(iam.send(new DeleteGroupCommand(group))).rejects.toThrow('Cannot delete entity, must detach all policies first.')
  await iam.send(new DetachGroupPolicyCommand({ ...group, PolicyArn: READ }))
  await expect(iam.send(new DeleteGroupCommand(group))).rejects.toThrow('Cannot delete entity, must delete policies first.')
  await iam.send(new DeleteGroupPolicyCommand({ ...group, PolicyName: 'p' }))
  await expect(iam.send(new GetGroupPolicyCommand({ ...group, PolicyName: 'p' }))).rejects.toThrow(
    'The group policy with name p cannot be found.',
  )
})

test('a user may what its groups may, and loses it when it leaves', async () => {
  await iam.send(new PutGroupPolicyCommand({ ...group, PolicyName: 'p', PolicyDocument: allow('iam:ListUsers') }))
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: 'ada' }))
  const credentials = { accessKeyId: AccessKey!.AccessKeyId!, secretAccessKey: AccessKey!.SecretAccessKey! }
  const own = new IAMClient({ ...engine.client, maxAttempts: 1, credentials })
  await expect(own.send(new ListUsersCommand({}))).rejects.toMatchObject({ name: 'AccessDenied' })
  await iam.send(new AddUserToGroupCommand(member))
  expect((await own.send(new ListUsersCommand({}))).Users).toHaveLength(1)
  const simulate = () =>
    iam.send(new SimulatePrincipalPolicyCommand({ PolicySourceArn: 'arn:aws:iam::000000000000:user/ada', ActionNames: ['iam:ListUsers'] }))
  expect((await simulate()).EvaluationResults?.[0]).toMatchObject({
    EvalDecision: 'allowed',
    MatchedStatements: [{ SourcePolicyId: 'group_Devs_p' }],
  })
  await iam.send(new UpdateUserCommand({ UserName: 'ada', NewPath: '/moved/' }))
  expect((await own.send(new ListUsersCommand({}))).Users?.[0]?.Path).toBe('/moved/')
  await iam.send(new RemoveUserFromGroupCommand(member))
  await expect(own.send(new ListUsersCommand({}))).rejects.toMatchObject({ name: 'AccessDenied' })
})
