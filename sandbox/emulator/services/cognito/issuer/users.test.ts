import {
  AdminConfirmSignUpCommand, AdminCreateUserCommand, AdminDeleteUserCommand, AdminEnableUserCommand, AdminGetUserCommand,
  AdminAddUserToGroupCommand, AdminDisableUserCommand, AdminListGroupsForUserCommand, AdminRemoveUserFromGroupCommand,
  AdminSetUserPasswordCommand, AdminUpdateUserAttributesCommand, CognitoIdentityProviderClient, ConfirmForgotPasswordCommand,
  ConfirmSignUpCommand, CreateGroupCommand, CreateUserPoolCommand, DeleteGroupCommand, DeleteUserCommand, DescribeUserPoolCommand,
  ForgotPasswordCommand, GetGroupCommand, GetUserCommand, ListGroupsCommand, ListUsersCommand, ListUsersInGroupCommand,
  ResendConfirmationCodeCommand, SignUpCommand, UpdateUserAttributesCommand, VerifyUserAttributeCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { expect, test } from 'vitest'
import { createTestEngine, stoppedClock, type TestEngine } from '../../../../testing/engine.ts'
import { ADA, PASSWORD, poolWithAda, signIn } from './test-pool.ts'

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** Six digits out of the engine's last line, where a person finds them. */
const lastCode = ({ lines }: Pick<TestEngine, 'lines'>) => /is (\d{6})$/.exec(lines.at(-1) ?? '')![1]!

test('in a pool that signs in by email the username is a UUID equal to sub, and either names the user', async () => {
  await using engine = await createTestEngine()
  const { cognito, UserPoolId, user } = await poolWithAda(engine)
  expect(user).toMatchObject({ Enabled: true, UserStatus: 'FORCE_CHANGE_PASSWORD' })
  expect(user.Username).toMatch(UUID)
  const byEmail = await cognito.send(new AdminGetUserCommand({ UserPoolId, Username: ADA }))
  const byName = await cognito.send(new AdminGetUserCommand({ UserPoolId, Username: user.Username! }))
  expect(byEmail).toMatchObject({ Username: user.Username, UserStatus: 'CONFIRMED' })
  expect(byName.UserAttributes).toEqual(byEmail.UserAttributes)
  expect(byName.UserAttributes).toContainEqual({ Name: 'sub', Value: user.Username })
  expect((await cognito.send(new DescribeUserPoolCommand({ UserPoolId }))).UserPool!.EstimatedNumberOfUsers).toBe(1)
})

test('names that are taken or malformed are refused', async () => {
  await using engine = await createTestEngine()
  const { cognito, UserPoolId } = await poolWithAda(engine)
  const create = (Username: string, pool = UserPoolId) => cognito.send(new AdminCreateUserCommand({ UserPoolId: pool, Username }))
  await expect(create(ADA)).rejects.toMatchObject({ name: 'UsernameExistsException', message: 'An account with the given email already exists.' })
  await expect(create('ada')).rejects.toMatchObject({ name: 'InvalidParameterException', message: 'Username should be an email.' })
  const plain = (await cognito.send(new CreateUserPoolCommand({ PoolName: 'plain' }))).UserPool!.Id!
  expect((await create('ada', plain)).User!.Username).toBe('ada')
  await expect(create('ada', plain)).rejects.toMatchObject({ name: 'UsernameExistsException', message: 'User account already exists' })
})

test('passwords are held against the pool\'s policy, rule by rule', async () => {
  await using engine = await createTestEngine()
  const { cognito, UserPoolId } = await poolWithAda(engine)
  const rules = {
    'Aa1!': 'Password not long enough',
    'lower-case-1': 'Password must have uppercase characters',
    'UPPER-CASE-1': 'Password must have lowercase characters',
    'No-Digits-At-All': 'Password must have numeric characters',
    NoSymbols123: 'Password must have symbol characters',
  }
  for (const [Password, reason] of Object.entries(rules)) {
    const set = new AdminSetUserPasswordCommand({ UserPoolId, Username: ADA, Password, Permanent: true })
    const message = `Password did not conform with policy: ${reason}`
    await expect(cognito.send(set)).rejects.toMatchObject({ name: 'InvalidPasswordException', message })
  }
})

test('attributes change, a new email is unverified and signs in, the old one does not', async () => {
  await using engine = await createTestEngine()
  const setup = await poolWithAda(engine)
  const { cognito, UserPoolId } = setup
  const UserAttributes = [{ Name: 'email', Value: 'countess@example.com' }]
  await cognito.send(new AdminUpdateUserAttributesCommand({ UserPoolId, Username: ADA, UserAttributes }))
  const found = await cognito.send(new AdminGetUserCommand({ UserPoolId, Username: 'countess@example.com' }))
  expect(found.UserAttributes).toContainEqual({ Name: 'email_verified', Value: 'false' })
  expect((await signIn(setup, { USERNAME: 'countess@example.com' })).AuthenticationResult).toBeDefined()
  await expect(signIn(setup)).rejects.toMatchObject({ name: 'UserNotFoundException' })
  const unknown = new AdminUpdateUserAttributesCommand({ UserPoolId, Username: setup.user.Username!, UserAttributes: [{ Name: 'shoe', Value: '9' }] })
  await expect(cognito.send(unknown)).rejects.toMatchObject({
    message: 'Attributes did not conform to the schema: Type for attribute {shoe} could not be determined',
  })
})

test('an enabled user signs in again; a deleted one is gone with the email', async () => {
  await using engine = await createTestEngine()
  const setup = await poolWithAda(engine)
  const { cognito, UserPoolId } = setup
  await cognito.send(new AdminDisableUserCommand({ UserPoolId, Username: ADA }))
  await cognito.send(new AdminEnableUserCommand({ UserPoolId, Username: ADA }))
  expect((await signIn(setup)).AuthenticationResult).toBeDefined()
  await cognito.send(new AdminDeleteUserCommand({ UserPoolId, Username: ADA }))
  await expect(cognito.send(new AdminGetUserCommand({ UserPoolId, Username: ADA }))).rejects.toMatchObject({
    name: 'UserNotFoundException', message: 'User does not exist.',
  })
  expect((await cognito.send(new AdminCreateUserCommand({ UserPoolId, Username: ADA }))).User!.Username).not.toBe(setup.user.Username)
})

test('users are found by filter and listed in pages', async () => {
  await using engine = await createTestEngine()
  const { cognito, UserPoolId } = await poolWithAda(engine)
  for (const Username of ['adam@example.com', 'grace@example.com']) await cognito.send(new AdminCreateUserCommand({ UserPoolId, Username }))
  const list = async (more: object) => {
    const { Users, PaginationToken } = await cognito.send(new ListUsersCommand({ UserPoolId, ...more }))
    return { emails: Users!.map(({ Attributes }) => Attributes!.find(({ Name }) => Name === 'email')!.Value), PaginationToken, Users: Users! }
  }
  expect((await list({ Filter: `email = "${ADA}"` })).emails).toEqual([ADA])
  expect((await list({ Filter: 'email ^= "ada"' })).emails).toEqual([ADA, 'adam@example.com'])
  expect((await list({ Filter: 'email ^= "example.com"' })).emails).toEqual([])
  expect((await list({ Filter: 'cognito:user_status = "CONFIRMED"' })).emails).toEqual([ADA])
  const first = await list({ Limit: 2, AttributesToGet: ['email'] })
  expect(first.Users[0]!.Attributes).toEqual([{ Name: 'email', Value: ADA }])
  expect((await list({ Limit: 2, PaginationToken: first.PaginationToken })).emails).toEqual(['grace@example.com'])
  await expect(list({ Filter: 'shoe = "9"' })).rejects.toMatchObject({ name: 'InvalidParameterException' })
  await expect(list({ Filter: 'email like x' })).rejects.toMatchObject({ name: 'InvalidParameterException' })
})

test('a sign-up waits for its code, which a person finds in the engine\'s log', async () => {
  await using engine = await createTestEngine()
  const setup = await poolWithAda(engine)
  const { cognito, ClientId, UserPoolId } = setup
  const Username = 'grace@example.com'
  const made = await cognito.send(new SignUpCommand({ ClientId, Username, Password: PASSWORD }))
  expect(made).toMatchObject({
    UserConfirmed: false, CodeDeliveryDetails: { Destination: 'g***@e***', DeliveryMedium: 'EMAIL', AttributeName: 'email' },
  })
  await expect(signIn(setup, { USERNAME: Username })).rejects.toMatchObject({ name: 'UserNotConfirmedException', message: 'User is not confirmed.' })
  await expect(signIn(setup, { USERNAME: Username, PASSWORD: 'x' })).rejects.toMatchObject({ name: 'NotAuthorizedException' })
  const old = lastCode(engine)
  await cognito.send(new ResendConfirmationCodeCommand({ ClientId, Username }))
  const confirm = (ConfirmationCode: string) => cognito.send(new ConfirmSignUpCommand({ ClientId, Username, ConfirmationCode }))
  await expect(confirm(old)).rejects.toMatchObject({ name: 'CodeMismatchException', message: 'Invalid verification code provided, please try again.' })
  await confirm(lastCode(engine))
  expect((await signIn(setup, { USERNAME: Username })).AuthenticationResult).toBeDefined()
  const { UserAttributes } = await cognito.send(new AdminGetUserCommand({ UserPoolId, Username }))
  expect(UserAttributes).toContainEqual({ Name: 'email_verified', Value: 'true' })
  await expect(confirm('000000')).rejects.toMatchObject({ message: 'User cannot be confirmed. Current status is CONFIRMED' })
  const again = new SignUpCommand({ ClientId, Username, Password: PASSWORD })
  await expect(cognito.send(again)).rejects.toMatchObject({ name: 'UsernameExistsException' })
})

test('an administrator confirms without a code, and codes expire', async () => {
  const clock = stoppedClock()
  await using engine = await createTestEngine({ clock })
  const setup = await poolWithAda(engine)
  const { cognito, ClientId, UserPoolId } = setup
  const Username = 'grace@example.com'
  await cognito.send(new SignUpCommand({ ClientId, Username, Password: PASSWORD }))
  await clock.advance(24 * 3_600_000)
  const late = new ConfirmSignUpCommand({ ClientId, Username, ConfirmationCode: lastCode(engine) })
  await expect(cognito.send(late)).rejects.toMatchObject({ name: 'ExpiredCodeException' })
  await cognito.send(new AdminConfirmSignUpCommand({ UserPoolId, Username }))
  expect((await signIn(setup, { USERNAME: Username })).AuthenticationResult).toBeDefined()
})

test('a pool may keep sign-up to administrators', async () => {
  await using engine = await createTestEngine()
  const { cognito, ClientId } = await poolWithAda(engine, { pool: { AdminCreateUserConfig: { AllowAdminCreateUserOnly: true } } })
  await expect(cognito.send(new SignUpCommand({ ClientId, Username: 'x@example.com', Password: PASSWORD }))).rejects.toMatchObject({
    name: 'NotAuthorizedException', message: 'SignUp is not permitted for this user pool',
  })
})

test('required attributes must be there at sign-up', async () => {
  await using engine = await createTestEngine()
  const { cognito, ClientId } = await poolWithAda(engine, { pool: { Schema: [{ Name: 'name', Required: true }] } })
  const signUp = (UserAttributes: { Name: string; Value: string }[]) =>
    cognito.send(new SignUpCommand({ ClientId, Username: 'x@example.com', Password: PASSWORD, UserAttributes }))
  await expect(signUp([])).rejects.toMatchObject({ message: 'Attributes did not conform to the schema: name: The attribute is required\n' })
  expect((await signUp([{ Name: 'name', Value: 'X' }])).UserSub).toMatch(UUID)
})

test('a forgotten password is replaced with a code', async () => {
  await using engine = await createTestEngine()
  const setup = await poolWithAda(engine)
  const { cognito, ClientId } = setup
  await cognito.send(new ForgotPasswordCommand({ ClientId, Username: ADA }))
  const confirm = (ConfirmationCode: string) =>
    cognito.send(new ConfirmForgotPasswordCommand({ ClientId, Username: ADA, ConfirmationCode, Password: 'Remembered-1!' }))
  const code = lastCode(engine)
  await expect(confirm(code === '123456' ? '654321' : '123456')).rejects.toMatchObject({ name: 'CodeMismatchException' })
  await confirm(code)
  expect((await signIn(setup, { PASSWORD: 'Remembered-1!' })).AuthenticationResult).toBeDefined()
  await expect(confirm(code)).rejects.toMatchObject({ name: 'ExpiredCodeException' })
})

test('users change, verify and delete themselves with their access token', async () => {
  await using engine = await createTestEngine()
  const setup = await poolWithAda(engine)
  const { cognito } = setup
  const AccessToken = (await signIn(setup)).AuthenticationResult!.AccessToken!
  const update = (Name: string, Value: string) =>
    cognito.send(new UpdateUserAttributesCommand({ AccessToken, UserAttributes: [{ Name, Value }] }))
  await expect(update('email_verified', 'true')).rejects.toMatchObject({ name: 'NotAuthorizedException' })
  expect((await update('nickname', 'ada')).CodeDeliveryDetailsList).toEqual([])
  expect((await update('email', 'countess@example.com')).CodeDeliveryDetailsList).toHaveLength(1)
  await cognito.send(new VerifyUserAttributeCommand({ AccessToken, AttributeName: 'email', Code: lastCode(engine) }))
  const { UserAttributes } = await cognito.send(new GetUserCommand({ AccessToken }))
  expect(Object.fromEntries(UserAttributes!.map(({ Name, Value }) => [Name, Value]))).toMatchObject({
    nickname: 'ada', email: 'countess@example.com', email_verified: 'true',
  })
  await cognito.send(new DeleteUserCommand({ AccessToken }))
  await expect(cognito.send(new GetUserCommand({ AccessToken }))).rejects.toMatchObject({ name: 'UserNotFoundException' })
})

test('groups are made, joined, listed, left and deleted', async () => {
  await using engine = await createTestEngine()
  const { cognito, UserPoolId, user } = await poolWithAda(engine)
  const names = (groups: { GroupName?: string | undefined }[] | undefined) => groups!.map(({ GroupName }) => GroupName)
  for (const GroupName of ['admins', 'writers']) await cognito.send(new CreateGroupCommand({ UserPoolId, GroupName, Description: GroupName }))
  const twice = cognito.send(new CreateGroupCommand({ UserPoolId, GroupName: 'admins' }))
  await expect(twice).rejects.toMatchObject({ name: 'GroupExistsException', message: 'A group with the name already exists.' })
  for (const GroupName of ['admins', 'writers']) await cognito.send(new AdminAddUserToGroupCommand({ UserPoolId, GroupName, Username: ADA }))
  const mine = async () => names((await cognito.send(new AdminListGroupsForUserCommand({ UserPoolId, Username: ADA }))).Groups)
  expect(await mine()).toEqual(['admins', 'writers'])
  const members = await cognito.send(new ListUsersInGroupCommand({ UserPoolId, GroupName: 'admins' }))
  expect(members.Users!.map(({ Username }) => Username)).toEqual([user.Username])
  await cognito.send(new AdminRemoveUserFromGroupCommand({ UserPoolId, GroupName: 'admins', Username: ADA }))
  expect(await mine()).toEqual(['writers'])
  await cognito.send(new DeleteGroupCommand({ UserPoolId, GroupName: 'writers' }))
  expect(await mine()).toEqual([])
  expect(names((await cognito.send(new ListGroupsCommand({ UserPoolId }))).Groups)).toEqual(['admins'])
  const gone = cognito.send(new GetGroupCommand({ UserPoolId, GroupName: 'writers' }))
  await expect(gone).rejects.toMatchObject({ name: 'ResourceNotFoundException', message: 'Group not found.' })
})

test('where email is an alias, only a verified one signs in, and capitals do not matter if the pool says so', async () => {
  await using engine = await createTestEngine()
  const cognito = new CognitoIdentityProviderClient(engine.client)
  const pool = new CreateUserPoolCommand({ PoolName: 'aliases', AliasAttributes: ['email'], UsernameConfiguration: { CaseSensitive: false } })
  const UserPoolId = (await cognito.send(pool)).UserPool!.Id!
  const find = (Username: string) => cognito.send(new AdminGetUserCommand({ UserPoolId, Username }))
  await cognito.send(new AdminCreateUserCommand({ UserPoolId, Username: 'Ada', UserAttributes: [{ Name: 'email', Value: ADA }] }))
  await expect(find(ADA)).rejects.toMatchObject({ name: 'UserNotFoundException' })
  await cognito.send(new AdminUpdateUserAttributesCommand({ UserPoolId, Username: 'ADA', UserAttributes: [{ Name: 'email_verified', Value: 'true' }] }))
  expect((await find('ADA@example.com')).Username).toBe('ada')
})
