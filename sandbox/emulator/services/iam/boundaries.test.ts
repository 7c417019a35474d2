import {
  AddRoleToInstanceProfileCommand, CreateInstanceProfileCommand, CreatePolicyCommand, CreateRoleCommand, CreateServiceLinkedRoleCommand,
  CreateUserCommand, DeleteInstanceProfileCommand, DeletePolicyCommand, DeleteRoleCommand, DeleteRolePermissionsBoundaryCommand,
  DeleteServiceLinkedRoleCommand, GetAccountAuthorizationDetailsCommand, GetAccountSummaryCommand, GetInstanceProfileCommand, GetPolicyCommand,
  GetRoleCommand, GetServiceLinkedRoleDeletionStatusCommand, GetUserCommand, IAMClient, ListEntitiesForPolicyCommand,
  ListInstanceProfilesCommand, ListInstanceProfilesForRoleCommand, ListInstanceProfileTagsCommand, ListPoliciesCommand, ListPolicyTagsCommand,
  PutRolePermissionsBoundaryCommand, PutRolePolicyCommand, PutUserPermissionsBoundaryCommand, RemoveRoleFromInstanceProfileCommand,
  SimulatePrincipalPolicyCommand, TagInstanceProfileCommand, TagPolicyCommand, UntagInstanceProfileCommand, UntagPolicyCommand, UpdateRoleCommand,
} from '@aws-sdk/client-iam'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createTestEngine, type TestEngine } from '../../../testing/engine.ts'

const allow = (Action: string) => JSON.stringify({ Version: '2012-10-17', Statement: { Effect: 'Allow', Action, Resource: '*' } })
const TRUST = JSON.stringify({ Statement: { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' } })
const PolicyArn = 'arn:aws:iam::000000000000:policy/limit'
const role = { RoleName: 'r' }
const profile = { InstanceProfileName: 'web' }

let engine: TestEngine
let iam: IAMClient

beforeEach(async () => {
  engine = await createTestEngine()
  iam = new IAMClient({ ...engine.client, maxAttempts: 1 })
  await iam.send(new CreateRoleCommand({ ...role, AssumeRolePolicyDocument: TRUST }))
  await iam.send(new CreatePolicyCommand({ PolicyName: 'limit', PolicyDocument: allow('s3:GetObject') }))
})
afterEach(() => engine.stop())

test('a boundary is set, shown, counted and taken away', async () => {
  await iam.send(new CreateUserCommand({ UserName: 'ada' }))
  await iam.send(new PutRolePermissionsBoundaryCommand({ ...role, PermissionsBoundary: PolicyArn }))
  await iam.send(new PutUserPermissionsBoundaryCommand({ UserName: 'ada', PermissionsBoundary: PolicyArn }))
  const boundary = { PermissionsBoundaryType: 'Policy', PermissionsBoundaryArn: PolicyArn }
  expect((await iam.send(new GetRoleCommand(role))).Role?.PermissionsBoundary).toEqual(boundary)
  expect((await iam.send(new GetUserCommand({ UserName: 'ada' }))).User?.PermissionsBoundary).toEqual(boundary)
  expect((await iam.send(new GetPolicyCommand({ PolicyArn }))).Policy).toMatchObject({ AttachmentCount: 0, PermissionsBoundaryUsageCount: 2 })
  const used = await iam.send(new ListPoliciesCommand({ Scope: 'Local', PolicyUsageFilter: 'PermissionsBoundary' }))
  expect(used.Policies?.map((policy) => policy.PolicyName)).toEqual(['limit'])
  expect((await iam.send(new ListPoliciesCommand({ Scope: 'Local', PolicyUsageFilter: 'PermissionsPolicy' }))).Policies).toEqual([])
  await expect(iam.send(new DeletePolicyCommand({ PolicyArn }))).rejects.toMatchObject({ name: 'DeleteConflictException' })
  const of = await iam.send(new ListEntitiesForPolicyCommand({ PolicyArn }))
  expect([of.PolicyRoles?.[0]?.RoleName, of.PolicyUsers?.[0]?.UserName, of.PolicyGroups]).toEqual(['r', 'ada', []])
  expect((await iam.send(new ListEntitiesForPolicyCommand({ PolicyArn, EntityFilter: 'User' }))).PolicyRoles).toEqual([])
  await iam.send(new DeleteRolePermissionsBoundaryCommand(role))
  expect((await iam.send(new GetRoleCommand(role))).Role).not.toHaveProperty('PermissionsBoundary')
})

test('a boundary that does not exist is refused, at creation too', async () => {
  const PermissionsBoundary = 'arn:aws:iam::000000000000:policy/nope'
  const message = `Scope ARN: ${PermissionsBoundary} does not exist or is not attachable.`
  await expect(iam.send(new PutRolePermissionsBoundaryCommand({ ...role, PermissionsBoundary }))).rejects.toThrow(message)
  await expect(iam.send(new CreateUserCommand({ UserName: 'eve', PermissionsBoundary }))).rejects.toThrow(message)
})

test('a boundary limits what the simulator allows', async () => {
  await iam.send(new PutRolePolicyCommand({ ...role, PolicyName: 'p', PolicyDocument: allow('s3:*') }))
  await iam.send(new PutRolePermissionsBoundaryCommand({ ...role, PermissionsBoundary: PolicyArn }))
  const PolicySourceArn = 'arn:aws:iam::000000000000:role/r'
  const { EvaluationResults } = await iam.send(new SimulatePrincipalPolicyCommand({ PolicySourceArn, ActionNames: ['s3:GetObject', 's3:PutObject'] }))
  expect(EvaluationResults?.map((one) => [one.EvalDecision, one.PermissionsBoundaryDecisionDetail?.AllowedByPermissionsBoundary])).toEqual([
    ['allowed', true],
    ['implicitDeny', false],
  ])
})

test('an instance profile holds one role', async () => {
  const { InstanceProfile } = await iam.send(new CreateInstanceProfileCommand({ ...profile, Path: '/app/', Tags: [{ Key: 'k', Value: 'v' }] }))
  expect(InstanceProfile).toMatchObject({ Arn: 'arn:aws:iam::000000000000:instance-profile/app/web', Roles: [], Tags: [{ Key: 'k', Value: 'v' }] })
  expect(InstanceProfile?.InstanceProfileId).toMatch(/^AIPA[A-Z2-7]{17}$/)
  await iam.send(new AddRoleToInstanceProfileCommand({ ...profile, ...role }))
  await expect(iam.send(new AddRoleToInstanceProfileCommand({ ...profile, ...role }))).rejects.toMatchObject({
    name: 'LimitExceededException',
    message: 'Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1',
  })
  const found = (await iam.send(new GetInstanceProfileCommand(profile))).InstanceProfile
  expect(found?.Roles?.map((one) => [one.RoleName, decodeURIComponent(one.AssumeRolePolicyDocument!)])).toEqual([['r', TRUST]])
  const listed = (await iam.send(new ListInstanceProfilesForRoleCommand(role))).InstanceProfiles
  expect(listed?.map((one) => [one.InstanceProfileName, one.Tags])).toEqual([['web', undefined]])
  const conflict = 'Cannot delete entity, must remove roles from instance profile first.'
  await expect(iam.send(new DeleteRoleCommand(role))).rejects.toThrow(conflict)
  await expect(iam.send(new DeleteInstanceProfileCommand(profile))).rejects.toThrow(conflict)
  await iam.send(new RemoveRoleFromInstanceProfileCommand({ ...profile, ...role }))
  await iam.send(new DeleteInstanceProfileCommand(profile))
  expect((await iam.send(new ListInstanceProfilesCommand({}))).InstanceProfiles).toEqual([])
  await expect(iam.send(new GetInstanceProfileCommand(profile))).rejects.toThrow('Instance Profile web cannot be found.')
})

test('tags of instance profiles and policies', async () => {
  await iam.send(new CreateInstanceProfileCommand(profile))
  await iam.send(new TagInstanceProfileCommand({ ...profile, Tags: [{ Key: 'a', Value: '1' }, { Key: 'b', Value: '2' }] }))
  await iam.send(new UntagInstanceProfileCommand({ ...profile, TagKeys: ['a'] }))
  expect((await iam.send(new ListInstanceProfileTagsCommand(profile))).Tags).toEqual([{ Key: 'b', Value: '2' }])
  await iam.send(new TagPolicyCommand({ PolicyArn, Tags: [{ Key: 'a', Value: '1' }, { Key: 'b', Value: '2' }] }))
  await iam.send(new UntagPolicyCommand({ PolicyArn, TagKeys: ['b'] }))
  expect((await iam.send(new ListPolicyTagsCommand({ PolicyArn }))).Tags).toEqual([{ Key: 'a', Value: '1' }])
  const aws = { PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess', Tags: [{ Key: 'a', Value: '1' }] }
  await expect(iam.send(new TagPolicyCommand(aws))).rejects.toMatchObject({ name: 'AccessDenied' })
})

test('a service-linked role is made and deleted by its own operations alone', async () => {
  const made = await iam.send(new CreateServiceLinkedRoleCommand({ AWSServiceName: 'ops.apigateway.amazonaws.com', Description: 'd' }))
  const RoleName = 'AWSServiceRoleForAPIGateway'
  expect(made.Role).toMatchObject({
    RoleName,
    Path: '/aws-service-role/ops.apigateway.amazonaws.com/',
    Arn: `arn:aws:iam::000000000000:role/aws-service-role/ops.apigateway.amazonaws.com/${RoleName}`,
  })
  expect(JSON.parse(decodeURIComponent(made.Role!.AssumeRolePolicyDocument!)).Statement[0].Principal).toEqual({ Service: 'ops.apigateway.amazonaws.com' })
  await expect(iam.send(new CreateServiceLinkedRoleCommand({ AWSServiceName: 'ops.apigateway.amazonaws.com' }))).rejects.toMatchObject({
    name: 'InvalidInputException',
    message: `Service role name ${RoleName} has been taken in this account, please try a different suffix.`,
  })
  const message = `Cannot perform the operation on the protected role '${RoleName}' - this role is only modifiable by AWS`
  for (const command of [
    new DeleteRoleCommand({ RoleName }),
    new PutRolePolicyCommand({ RoleName, PolicyName: 'p', PolicyDocument: allow('s3:*') }),
    new UpdateRoleCommand({ RoleName, MaxSessionDuration: 7200 }),
  ])
    await expect(iam.send(command as DeleteRoleCommand)).rejects.toMatchObject({ name: 'UnmodifiableEntityException', message })
  const { DeletionTaskId } = await iam.send(new DeleteServiceLinkedRoleCommand({ RoleName }))
  expect(DeletionTaskId).toMatch(/^task\/aws-service-role\/ops\.apigateway\.amazonaws\.com\/AWSServiceRoleForAPIGateway\/[0-9a-f-]{36}$/)
  expect((await iam.send(new GetServiceLinkedRoleDeletionStatusCommand({ DeletionTaskId: DeletionTaskId! }))).Status).toBe('SUCCEEDED')
  await expect(iam.send(new GetRoleCommand({ RoleName }))).rejects.toMatchObject({ name: 'NoSuchEntityException' })
})

test('the whole account at a glance', async () => {
  await iam.send(new CreateUserCommand({ UserName: 'ada' }))
  await iam.send(new PutRolePolicyCommand({ ...role, PolicyName: 'p', PolicyDocument: allow('s3:*') }))
  await iam.send(new CreateInstanceProfileCommand(profile))
  await iam.send(new AddRoleToInstanceProfileCommand({ ...profile, ...role }))
  const all = await iam.send(new GetAccountAuthorizationDetailsCommand({}))
  expect(all.UserDetailList).toMatchObject([{ UserName: 'ada', GroupList: [], AttachedManagedPolicies: [] }])
  expect(all.RoleDetailList).toMatchObject([
    { RoleName: 'r', RolePolicyList: [{ PolicyName: 'p' }], InstanceProfileList: [{ InstanceProfileName: 'web' }] },
  ])
  expect(decodeURIComponent(all.RoleDetailList![0]!.RolePolicyList![0]!.PolicyDocument!)).toBe(allow('s3:*'))
  expect(all.Policies).toMatchObject([{ PolicyName: 'limit', PolicyVersionList: [{ VersionId: 'v1', IsDefaultVersion: true }] }])
  const users = await iam.send(new GetAccountAuthorizationDetailsCommand({ Filter: ['User'], MaxItems: 1 }))
  expect([users.UserDetailList?.length, users.RoleDetailList, users.IsTruncated]).toEqual([1, [], false])
  const { SummaryMap } = await iam.send(new GetAccountSummaryCommand({}))
  expect(SummaryMap).toMatchObject({ Users: 1, Roles: 1, Groups: 0, Policies: 1, InstanceProfiles: 1, UsersQuota: 5000, AccessKeysPerUserQuota: 2 })
})

test('size quotas count what is no white space', async () => {
  const padded = (length: number) => allow(`s3:${'x'.repeat(length)}`).replace('{', `{${' '.repeat(9000)}`)
  await iam.send(new PutRolePolicyCommand({ ...role, PolicyName: 'a', PolicyDocument: padded(5000) }))
  await expect(iam.send(new PutRolePolicyCommand({ ...role, PolicyName: 'b', PolicyDocument: padded(5200) }))).rejects.toMatchObject({
    name: 'LimitExceededException',
    message: 'Maximum policy size of 10240 bytes exceeded for role r',
  })
  await expect(iam.send(new CreatePolicyCommand({ PolicyName: 'big', PolicyDocument: padded(6100) }))).rejects.toThrow(
    'Cannot exceed quota for PolicySize: 6144',
  )
})
