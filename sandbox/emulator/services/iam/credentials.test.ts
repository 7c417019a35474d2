import { generateKeyPairSync } from 'node:crypto'
import {
  AddClientIDToOpenIDConnectProviderCommand, ChangePasswordCommand, CreateAccessKeyCommand, CreateAccountAliasCommand, CreateLoginProfileCommand,
  CreateOpenIDConnectProviderCommand, CreateSAMLProviderCommand, CreateServiceSpecificCredentialCommand, CreateUserCommand,
  CreateVirtualMFADeviceCommand, DeactivateMFADeviceCommand, DeleteAccountAliasCommand, DeleteAccountPasswordPolicyCommand,
  DeleteLoginProfileCommand, DeleteSAMLProviderCommand, DeleteUserCommand, DeleteVirtualMFADeviceCommand, EnableMFADeviceCommand,
  GenerateCredentialReportCommand, GenerateServiceLastAccessedDetailsCommand, GetAccessKeyLastUsedCommand, GetAccountPasswordPolicyCommand,
  GetContextKeysForCustomPolicyCommand, GetContextKeysForPrincipalPolicyCommand, GetCredentialReportCommand, GetLoginProfileCommand,
  GetOpenIDConnectProviderCommand, GetSAMLProviderCommand, GetServiceLastAccessedDetailsCommand, GetSSHPublicKeyCommand, IAMClient,
  ListAccountAliasesCommand, ListMFADevicesCommand, ListOpenIDConnectProvidersCommand, ListSAMLProvidersCommand,
  ListServiceSpecificCredentialsCommand, ListSSHPublicKeysCommand, ListUsersCommand, ListVirtualMFADevicesCommand, PutUserPolicyCommand,
  RemoveClientIDFromOpenIDConnectProviderCommand, ResetServiceSpecificCredentialCommand, UpdateAccountPasswordPolicyCommand,
  UpdateLoginProfileCommand, UpdateSSHPublicKeyCommand, UploadSSHPublicKeyCommand,
} from '@aws-sdk/client-iam'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createTestEngine, stoppedClock, type TestEngine } from '../../../testing/engine.ts'
import type { ManualClock } from '../../kernel/clock.ts'

const user = { UserName: 'ada' }
const allow = (Action: string) => JSON.stringify({ Version: '2012-10-17', Statement: { Effect: 'Allow', Action, Resource: '*' } })

let engine: TestEngine
let iam: IAMClient
let clock: ManualClock

beforeEach(async () => {
  clock = stoppedClock()
  engine = await createTestEngine({ clock })
  iam = new IAMClient({ ...engine.client, maxAttempts: 1 })
  await iam.send(new CreateUserCommand(user))
})
afterEach(() => engine.stop())

/** A client of the user's own, allowed all of IAM. */
async function asUser(): Promise<{ own: IAMClient; AccessKeyId: string }> {
  await iam.send(new PutUserPolicyCommand({ ...user, PolicyName: 'p', PolicyDocument: allow('iam:*') }))
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand(user))
  const credentials = { accessKeyId: AccessKey!.AccessKeyId!, secretAccessKey: AccessKey!.SecretAccessKey! }
  return { own: new IAMClient({ ...engine.client, maxAttempts: 1, credentials }), AccessKeyId: credentials.accessKeyId }
}

test('an account has one alias', async () => {
  await iam.send(new CreateAccountAliasCommand({ AccountAlias: 'first' }))
  await iam.send(new CreateAccountAliasCommand({ AccountAlias: 'second' }))
  expect((await iam.send(new ListAccountAliasesCommand({}))).AccountAliases).toEqual(['second'])
  await expect(iam.send(new DeleteAccountAliasCommand({ AccountAlias: 'first' }))).rejects.toMatchObject({ name: 'NoSuchEntityException' })
  await iam.send(new DeleteAccountAliasCommand({ AccountAlias: 'second' }))
  expect((await iam.send(new ListAccountAliasesCommand({}))).AccountAliases).toEqual([])
  await expect(iam.send(new CreateAccountAliasCommand({ AccountAlias: 'Not-Lower' }))).rejects.toMatchObject({ name: 'ValidationError' })
})

test('the password policy of an account', async () => {
  await expect(iam.send(new GetAccountPasswordPolicyCommand({}))).rejects.toMatchObject({
    name: 'NoSuchEntityException',
    message: 'The Password Policy with domain name 000000000000 cannot be found.',
  })
  await iam.send(new UpdateAccountPasswordPolicyCommand({ MinimumPasswordLength: 12, RequireSymbols: true, MaxPasswordAge: 90 }))
  expect((await iam.send(new GetAccountPasswordPolicyCommand({}))).PasswordPolicy).toEqual({
    MinimumPasswordLength: 12,
    RequireSymbols: true,
    RequireNumbers: false,
    RequireUppercaseCharacters: false,
    RequireLowercaseCharacters: false,
    AllowUsersToChangePassword: false,
    ExpirePasswords: true,
    MaxPasswordAge: 90,
  })
  const create = (Password: string) => iam.send(new CreateLoginProfileCommand({ ...user, Password }))
  await expect(create('short!')).rejects.toMatchObject({
    name: 'PasswordPolicyViolationException',
    message: 'Password should have a minimum length of 12',
  })
  await expect(create('longenoughbutplain')).rejects.toThrow('Password should have at least one symbol')
  await iam.send(new DeleteAccountPasswordPolicyCommand({}))
  await expect(iam.send(new DeleteAccountPasswordPolicyCommand({}))).rejects.toMatchObject({ name: 'NoSuchEntityException' })
})

test('a login profile, and a password that its user changes', async () => {
  await expect(iam.send(new GetLoginProfileCommand(user))).rejects.toThrow('Login Profile for User ada cannot be found.')
  const { LoginProfile } = await iam.send(new CreateLoginProfileCommand({ ...user, Password: 'Passw0rd!', PasswordResetRequired: true }))
  expect(LoginProfile).toMatchObject({ UserName: 'ada', PasswordResetRequired: true })
  await expect(iam.send(new CreateLoginProfileCommand({ ...user, Password: 'Passw0rd!' }))).rejects.toMatchObject({ name: 'EntityAlreadyExistsException' })
  await iam.send(new UpdateLoginProfileCommand({ ...user, Password: 'An0ther!!' }))
  const { own } = await asUser()
  const change = (OldPassword: string) => own.send(new ChangePasswordCommand({ OldPassword, NewPassword: 'Third-1-pass' }))
  await expect(change('Passw0rd!')).rejects.toMatchObject({ name: 'AccessDenied' })
  await change('An0ther!!')
  expect((await own.send(new GetLoginProfileCommand({}))).LoginProfile?.PasswordResetRequired).toBe(false)
  await expect(iam.send(new ChangePasswordCommand({ OldPassword: 'a', NewPassword: 'b' }))).rejects.toMatchObject({ name: 'InvalidUserTypeException' })
  await iam.send(new DeleteLoginProfileCommand(user))
})

test('a user with a login profile or a device is not deleted', async () => {
  await iam.send(new CreateLoginProfileCommand({ ...user, Password: 'Passw0rd!' }))
  await expect(iam.send(new DeleteUserCommand(user))).rejects.toThrow('Cannot delete entity, must delete login profile first.')
  await iam.send(new DeleteLoginProfileCommand(user))
  const { VirtualMFADevice } = await iam.send(new CreateVirtualMFADeviceCommand({ VirtualMFADeviceName: 'phone' }))
  const device = { ...user, SerialNumber: VirtualMFADevice!.SerialNumber! }
  expect(device.SerialNumber).toBe('arn:aws:iam::000000000000:mfa/phone')
  expect(Buffer.from(VirtualMFADevice!.Base32StringSeed!).toString()).toMatch(/^[A-Z2-7]{64}$/)
  await iam.send(new EnableMFADeviceCommand({ ...device, AuthenticationCode1: '123456', AuthenticationCode2: '654321' }))
  expect((await iam.send(new ListMFADevicesCommand(user))).MFADevices?.[0]).toMatchObject(device)
  expect((await iam.send(new ListVirtualMFADevicesCommand({ AssignmentStatus: 'Assigned' }))).VirtualMFADevices?.[0]?.User?.UserName).toBe('ada')
  expect((await iam.send(new ListVirtualMFADevicesCommand({ AssignmentStatus: 'Unassigned' }))).VirtualMFADevices).toEqual([])
  await expect(iam.send(new DeleteUserCommand(user))).rejects.toThrow('Cannot delete entity, must delete MFA device first.')
  await expect(iam.send(new DeleteVirtualMFADeviceCommand(device))).rejects.toThrow('MFA VirtualDevice in use. Must deactivate first.')
  await iam.send(new DeactivateMFADeviceCommand(device))
  await iam.send(new DeleteVirtualMFADeviceCommand(device))
  await iam.send(new DeleteUserCommand(user))
})

test('the last use of a key', async () => {
  const { own, AccessKeyId } = await asUser()
  const lastUsed = async () => (await iam.send(new GetAccessKeyLastUsedCommand({ AccessKeyId }))).AccessKeyLastUsed
  expect(await lastUsed()).toEqual({ ServiceName: 'N/A', Region: 'N/A' })
  await own.send(new ListUsersCommand({}))
  expect(await lastUsed()).toEqual({ ServiceName: 'iam', Region: 'us-east-1', LastUsedDate: new Date(Math.floor(clock.now() / 1000) * 1000) })
  await expect(iam.send(new GetAccessKeyLastUsedCommand({ AccessKeyId: 'AKIAAAAAAAAAAAAAAAAA' }))).rejects.toMatchObject({ name: 'AccessDenied' })
})

test('the credential report is made, read, and grows old', async () => {
  await expect(iam.send(new GetCredentialReportCommand({}))).rejects.toMatchObject({
    name: 'CredentialReportNotPresentException',
    $metadata: { httpStatusCode: 410 },
  })
  const { own } = await asUser()
  await own.send(new ListUsersCommand({}))
  expect((await iam.send(new GenerateCredentialReportCommand({}))).State).toBe('STARTED')
  expect((await iam.send(new GenerateCredentialReportCommand({}))).State).toBe('COMPLETE')
  const { Content, ReportFormat } = await iam.send(new GetCredentialReportCommand({}))
  const [head, root, ada] = Buffer.from(Content!).toString().split('\n').map((line) => line.split(','))
  expect([ReportFormat, root![0], ada![0]]).toEqual(['text/csv', '<root_account>', 'ada'])
  const column = (name: string) => ada![head!.indexOf(name)]
  expect([column('password_enabled'), column('mfa_active'), column('access_key_1_active'), column('access_key_1_last_used_service')]).toEqual([
    'false', 'false', 'true', 'iam',
  ])
  expect([root!.length, ada!.length]).toEqual([head!.length, head!.length])
})

test('services that a user last called', async () => {
  const { own } = await asUser()
  await own.send(new ListUsersCommand({}))
  const { JobId } = await iam.send(new GenerateServiceLastAccessedDetailsCommand({ Arn: 'arn:aws:iam::000000000000:user/ada' }))
  const found = await iam.send(new GetServiceLastAccessedDetailsCommand({ JobId: JobId! }))
  expect(found).toMatchObject({ JobStatus: 'COMPLETED', JobType: 'SERVICE_LEVEL', IsTruncated: false })
  expect(found.ServicesLastAccessed?.map((one) => [one.ServiceNamespace, one.TotalAuthenticatedEntities])).toEqual([['iam', 1]])
})

test('OpenID Connect providers', async () => {
  const made = await iam.send(new CreateOpenIDConnectProviderCommand({ Url: 'https://id.example.com/a', ClientIDList: ['one'], ThumbprintList: ['a'.repeat(40)] }))
  const OpenIDConnectProviderArn = made.OpenIDConnectProviderArn!
  expect(OpenIDConnectProviderArn).toBe('arn:aws:iam::000000000000:oidc-provider/id.example.com/a')
  await iam.send(new AddClientIDToOpenIDConnectProviderCommand({ OpenIDConnectProviderArn, ClientID: 'two' }))
  await iam.send(new RemoveClientIDFromOpenIDConnectProviderCommand({ OpenIDConnectProviderArn, ClientID: 'one' }))
  const found = await iam.send(new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn }))
  expect(found).toMatchObject({ Url: 'id.example.com/a', ClientIDList: ['two'], ThumbprintList: ['a'.repeat(40)] })
  expect((await iam.send(new ListOpenIDConnectProvidersCommand({}))).OpenIDConnectProviderList).toEqual([{ Arn: OpenIDConnectProviderArn }])
  await expect(iam.send(new CreateOpenIDConnectProviderCommand({ Url: 'https://id.example.com/a' }))).rejects.toMatchObject({ name: 'EntityAlreadyExistsException' })
  await expect(iam.send(new CreateOpenIDConnectProviderCommand({ Url: 'http://id.example.com' }))).rejects.toMatchObject({ name: 'ValidationError' })
})

test('SAML providers', async () => {
  const SAMLMetadataDocument = `<md:EntityDescriptor validUntil="2040-01-02T03:04:05Z">${'x'.repeat(1000)}</md:EntityDescriptor>`
  const { SAMLProviderArn } = await iam.send(new CreateSAMLProviderCommand({ Name: 'idp', SAMLMetadataDocument }))
  const found = await iam.send(new GetSAMLProviderCommand({ SAMLProviderArn: SAMLProviderArn! }))
  expect(found).toMatchObject({ SAMLMetadataDocument, ValidUntil: new Date('2040-01-02T03:04:05Z') })
  expect((await iam.send(new ListSAMLProvidersCommand({}))).SAMLProviderList?.map((one) => one.Arn)).toEqual(['arn:aws:iam::000000000000:saml-provider/idp'])
  await iam.send(new DeleteSAMLProviderCommand({ SAMLProviderArn: SAMLProviderArn! }))
  const broken = { Name: 'idp', SAMLMetadataDocument: 'x'.repeat(1000) }
  await expect(iam.send(new CreateSAMLProviderCommand(broken))).rejects.toMatchObject({ name: 'InvalidInputException', message: 'Could not parse metadata' })
})

test('SSH keys in both encodings', async () => {
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const { n, e } = publicKey.export({ format: 'jwk' })
  const SSHPublicKeyBody = `ssh-rsa ${sshBlob(n!, e!)} ada@example.com`
  const { SSHPublicKey } = await iam.send(new UploadSSHPublicKeyCommand({ ...user, SSHPublicKeyBody }))
  expect(SSHPublicKey).toMatchObject({ Status: 'Active', SSHPublicKeyBody, Fingerprint: expect.stringMatching(/^([0-9a-f]{2}:){15}[0-9a-f]{2}$/) })
  const key = { ...user, SSHPublicKeyId: SSHPublicKey!.SSHPublicKeyId! }
  const pem = await iam.send(new GetSSHPublicKeyCommand({ ...key, Encoding: 'PEM' }))
  expect(pem.SSHPublicKey?.SSHPublicKeyBody).toBe(publicKey.export({ type: 'spki', format: 'pem' }))
  await iam.send(new UpdateSSHPublicKeyCommand({ ...key, Status: 'Inactive' }))
  expect((await iam.send(new ListSSHPublicKeysCommand(user))).SSHPublicKeys?.map((one) => one.Status)).toEqual(['Inactive'])
  await expect(iam.send(new UploadSSHPublicKeyCommand({ ...user, SSHPublicKeyBody }))).rejects.toMatchObject({ name: 'DuplicateSSHPublicKeyException' })
  await expect(iam.send(new UploadSSHPublicKeyCommand({ ...user, SSHPublicKeyBody: 'ssh-rsa AAAA' }))).rejects.toMatchObject({ name: 'InvalidPublicKeyException' })
})

/** The parts of an RSA key (base64url) as OpenSSH writes them. */
function sshBlob(n: string, e: string): string {
  const parts = [Buffer.from('ssh-rsa'), Buffer.from(e, 'base64url'), Buffer.concat([Buffer.from([0]), Buffer.from(n, 'base64url')])]
  return Buffer.concat(parts.flatMap((part) => [Buffer.from(Uint32Array.of(part.length).buffer).reverse(), part])).toString('base64')
}

test('service specific credentials tell their password once', async () => {
  const create = () => iam.send(new CreateServiceSpecificCredentialCommand({ ...user, ServiceName: 'codecommit.amazonaws.com' }))
  const { ServiceSpecificCredential: made } = await create()
  expect(made).toMatchObject({ ServiceUserName: 'ada-at-000000000000', Status: 'Active' })
  const again = await iam.send(new ResetServiceSpecificCredentialCommand({ ...user, ServiceSpecificCredentialId: made!.ServiceSpecificCredentialId! }))
  expect(again.ServiceSpecificCredential?.ServicePassword).not.toBe(made?.ServicePassword)
  const listed = (await iam.send(new ListServiceSpecificCredentialsCommand(user))).ServiceSpecificCredentials
  expect(listed).toHaveLength(1)
  expect(listed?.[0]).not.toHaveProperty('ServicePassword')
  await create()
  await expect(create()).rejects.toMatchObject({ name: 'LimitExceededException' })
})

test('the context keys that policies ask for', async () => {
  const Condition = { StringEquals: { 'aws:SourceVpce': 'v' }, IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } }
  const policy = JSON.stringify({ Version: '2012-10-17', Statement: { Effect: 'Allow', Action: 's3:*', Resource: 'arn:aws:s3:::${aws:username}/*', Condition } })
  const custom = await iam.send(new GetContextKeysForCustomPolicyCommand({ PolicyInputList: [policy] }))
  expect(custom.ContextKeyNames?.sort()).toEqual(['aws:SourceIp', 'aws:SourceVpce', 'aws:username'])
  await iam.send(new PutUserPolicyCommand({ ...user, PolicyName: 'p', PolicyDocument: policy }))
  const principal = await iam.send(new GetContextKeysForPrincipalPolicyCommand({ PolicySourceArn: 'arn:aws:iam::000000000000:user/ada' }))
  expect(principal.ContextKeyNames?.sort()).toEqual(['aws:SourceIp', 'aws:SourceVpce', 'aws:username'])
})
