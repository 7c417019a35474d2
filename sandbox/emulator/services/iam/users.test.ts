import {
  AttachUserPolicyCommand, CreateAccessKeyCommand, CreateUserCommand, DeleteAccessKeyCommand, DeleteUserCommand,
  DeleteUserPolicyCommand, DetachUserPolicyCommand, GetUserCommand, GetUserPolicyCommand, IAMClient, ListAccessKeysCommand,
  ListAccountAliasesCommand, ListAttachedUserPoliciesCommand, ListUserPoliciesCommand, ListUsersCommand,
  ListUserTagsCommand, PutUserPolicyCommand, TagUserCommand, UntagUserCommand, UpdateAccessKeyCommand,
} from '@aws-sdk/client-iam'
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createTestEngine, type TestEngine } from '../../../testing/engine.ts'

const POLICY = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }] })
const READ = 'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess'
const user = { UserName: 'ada' }

let engine: TestEngine
let iam: IAMClient

beforeEach(async () => {
  engine = await createTestEngine()
  iam = new IAMClient({ ...engine.client, maxAttempts: 1 })
  await iam.send(new CreateUserCommand({ ...user, Path: '/eng/', Tags: [{ Key: 'k', Value: 'v' }] }))
})
afterEach(() => engine.stop())

async function newKey() {
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand(user))
  return { accessKeyId: AccessKey!.AccessKeyId!, secretAccessKey: AccessKey!.SecretAccessKey! }
}

test('a user comes back as it was made', async () => {
  const { User } = await iam.send(new GetUserCommand(user))
  expect(User).toMatchObject({ Path: '/eng/', Arn: 'arn:aws:iam::000000000000:user/eng/ada', Tags: [{ Key: 'k', Value: 'v' }] })
  expect(User?.UserId).toMatch(/^AIDA[A-Z2-7]{17}$/)
  expect((await iam.send(new ListUsersCommand({ PathPrefix: '/eng/' }))).Users?.map((u) => u.UserName)).toEqual(['ada'])
  await expect(iam.send(new CreateUserCommand({ UserName: 'ADA' }))).rejects.toThrow('User with name ADA already exists.')
  await expect(iam.send(new GetUserCommand({ UserName: 'bob' }))).rejects.toThrow('The user with name bob cannot be found.')
})

test('requests signed with a user’s key are that user’s', async () => {
  const own = JSON.stringify({ Statement: { Effect: 'Allow', Action: 'iam:*', Resource: '*' } })
  await iam.send(new PutUserPolicyCommand({ ...user, PolicyName: 'own', PolicyDocument: own }))
  const credentials = await newKey()
  expect(credentials.accessKeyId).toMatch(/^AKIA[A-Z2-7]{16}$/)
  expect(credentials.secretAccessKey).toMatch(/^[A-Za-z0-9+/]{40}$/)
  const { User } = await iam.send(new GetUserCommand(user))
  const identity = await new STSClient({ ...engine.client, credentials }).send(new GetCallerIdentityCommand({}))
  expect(identity).toMatchObject({ Arn: User?.Arn, UserId: User?.UserId, Account: '000000000000' })
  const mine = new IAMClient({ ...engine.client, credentials })
  expect((await mine.send(new GetUserCommand({}))).User?.UserName).toBe('ada')
  expect((await mine.send(new ListAccessKeysCommand({}))).AccessKeyMetadata).toMatchObject([
    { UserName: 'ada', AccessKeyId: credentials.accessKeyId, Status: 'Active' },
  ])
})

test('the root user has no user name', async () => {
  expect((await iam.send(new GetUserCommand({}))).User).toMatchObject({ Arn: 'arn:aws:iam::000000000000:root', UserId: '000000000000' })
  await expect(iam.send(new CreateAccessKeyCommand({}))).rejects.toThrow('Must specify userName when calling with non-User credentials')
})

test('two keys at most; a key is switched off and deleted', async () => {
  const { accessKeyId: AccessKeyId } = await newKey()
  await newKey()
  await expect(newKey()).rejects.toThrow('Cannot exceed quota for AccessKeysPerUser: 2')
  await iam.send(new UpdateAccessKeyCommand({ ...user, AccessKeyId, Status: 'Inactive' }))
  const keys = async () => (await iam.send(new ListAccessKeysCommand(user))).AccessKeyMetadata?.map((key) => key.Status)
  expect(await keys()).toEqual(['Inactive', 'Active'])
  await iam.send(new DeleteAccessKeyCommand({ ...user, AccessKeyId }))
  expect(await keys()).toEqual(['Active'])
  await expect(iam.send(new DeleteAccessKeyCommand({ ...user, AccessKeyId }))).rejects.toMatchObject({ name: 'NoSuchEntityException' })
  await expect(iam.send(new DeleteUserCommand(user))).rejects.toThrow('Cannot delete entity, must delete access keys first.')
})

test('policies of a user', async () => {
  await iam.send(new PutUserPolicyCommand({ ...user, PolicyName: 'p', PolicyDocument: POLICY }))
  await iam.send(new AttachUserPolicyCommand({ ...user, PolicyArn: READ }))
  const { PolicyDocument } = await iam.send(new GetUserPolicyCommand({ ...user, PolicyName: 'p' }))
  expect(decodeURIComponent(PolicyDocument!)).toBe(POLICY)
  expect((await iam.send(new ListUserPoliciesCommand(user))).PolicyNames).toEqual(['p'])
  expect((await iam.send(new ListAttachedUserPoliciesCommand(user))).AttachedPolicies).toEqual([
    { PolicyName: 'AmazonS3ReadOnlyAccess', PolicyArn: READ },
  ])
  await expect(iam.send(new DeleteUserCommand(user))).rejects.toMatchObject({ name: 'DeleteConflictException' })
  await iam.send(new DetachUserPolicyCommand({ ...user, PolicyArn: READ }))
  await iam.send(new DeleteUserPolicyCommand({ ...user, PolicyName: 'p' }))
  await iam.send(new DeleteUserCommand(user))
  expect((await iam.send(new ListUsersCommand({}))).Users).toEqual([])
})

test('tags of a user, and an account without aliases', async () => {
  await iam.send(new TagUserCommand({ ...user, Tags: [{ Key: 'x', Value: 'y' }] }))
  await iam.send(new UntagUserCommand({ ...user, TagKeys: ['k'] }))
  expect((await iam.send(new ListUserTagsCommand(user))).Tags).toEqual([{ Key: 'x', Value: 'y' }])
  expect((await iam.send(new ListAccountAliasesCommand({}))).AccountAliases).toEqual([])
})
