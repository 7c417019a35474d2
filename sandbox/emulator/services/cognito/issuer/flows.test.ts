import { createHmac } from 'node:crypto'
import {
  AdminCreateUserCommand, AdminDisableUserCommand, AdminEnableUserCommand, AdminInitiateAuthCommand,
  AdminUserGlobalSignOutCommand, ChangePasswordCommand, GetTokensFromRefreshTokenCommand, GetUserCommand, GlobalSignOutCommand, InitiateAuthCommand,
  RespondToAuthChallengeCommand, RevokeTokenCommand, UpdateUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { expect, test } from 'vitest'
import { createTestEngine, stoppedClock } from '../../../../testing/engine.ts'
import { ADA, PASSWORD, poolWithAda, signIn } from './test-pool.ts'

const refused = (message: string, name = 'NotAuthorizedException') => ({ name, message, $metadata: { httpStatusCode: 400 } })
const BAD = refused('Incorrect username or password.')

test('the email and the username both sign in; a wrong password and a stranger do not', async () => {
  await using engine = await createTestEngine()
  const setup = await poolWithAda(engine)
  expect((await signIn(setup, { USERNAME: setup.user.Username! })).AuthenticationResult).toBeDefined()
  await expect(signIn(setup, { PASSWORD: 'wrong' })).rejects.toMatchObject(BAD)
  await expect(signIn(setup, { USERNAME: 'x@example.com' })).rejects.toMatchObject(refused('User does not exist.', 'UserNotFoundException'))
  await expect(signIn(setup, { PASSWORD: '' })).rejects.toMatchObject(refused('Missing required parameter PASSWORD', 'InvalidParameterException'))
})

test('a client that prevents user existence errors tells a stranger what it tells a wrong password', async () => {
  await using engine = await createTestEngine()
  const setup = await poolWithAda(engine, { client: { PreventUserExistenceErrors: 'ENABLED' } })
  await expect(signIn(setup, { USERNAME: 'x@example.com' })).rejects.toMatchObject(BAD)
})

test('a disabled user is refused and loses the tokens', async () => {
  await using engine = await createTestEngine()
  const setup = await poolWithAda(engine)
  const { AuthenticationResult } = await signIn(setup)
  await setup.cognito.send(new AdminDisableUserCommand({ UserPoolId: setup.UserPoolId, Username: ADA }))
  await expect(signIn(setup)).rejects.toMatchObject(refused('User is disabled.'))
  const refresh = new InitiateAuthCommand({
    ClientId: setup.ClientId, AuthFlow: 'REFRESH_TOKEN', AuthParameters: { REFRESH_TOKEN: AuthenticationResult!.RefreshToken! },
  })
  await expect(setup.cognito.send(refresh)).rejects.toMatchObject(refused('User is disabled.'))
  await setup.cognito.send(new AdminEnableUserCommand({ UserPoolId: setup.UserPoolId, Username: ADA }))
  await expect(setup.cognito.send(refresh)).rejects.toMatchObject(refused('Refresh Token has been revoked'))
})

test('a temporary password asks for a new one; a weak one may be tried again; the session works once', async () => {
  await using engine = await createTestEngine()
  const { cognito, UserPoolId, ClientId } = await poolWithAda(engine)
  const Username = 'grace@example.com'
  await cognito.send(new AdminCreateUserCommand({ UserPoolId, Username, TemporaryPassword: 'Temporary-1!', MessageAction: 'SUPPRESS' }))
  const asked = await signIn({ cognito, ClientId }, { USERNAME: Username, PASSWORD: 'Temporary-1!' })
  expect(asked).toMatchObject({ ChallengeName: 'NEW_PASSWORD_REQUIRED', ChallengeParameters: { requiredAttributes: '[]' } })
  expect(JSON.parse(asked.ChallengeParameters!['userAttributes']!)).toEqual({ email: Username })
  expect(asked.AuthenticationResult).toBeUndefined()
  const answer = (NEW_PASSWORD: string) =>
    cognito.send(
      new RespondToAuthChallengeCommand({
        ClientId, ChallengeName: 'NEW_PASSWORD_REQUIRED', Session: asked.Session!,
        ChallengeResponses: { USERNAME: Username, NEW_PASSWORD, 'userAttributes.name': 'Grace' },
      }),
    )
  const weak = 'Password did not conform with policy: Password must have uppercase characters'
  await expect(answer('lower-case-1!')).rejects.toMatchObject(refused(weak, 'InvalidPasswordException'))
  const { AuthenticationResult } = await answer('Sandbox-Grace-2!')
  const me = await cognito.send(new GetUserCommand({ AccessToken: AuthenticationResult!.AccessToken! }))
  expect(me.UserAttributes).toContainEqual({ Name: 'name', Value: 'Grace' })
  await expect(answer('Sandbox-Grace-3!')).rejects.toMatchObject(refused('Invalid session for the user.'))
  expect((await signIn({ cognito, ClientId }, { USERNAME: Username, PASSWORD: 'Sandbox-Grace-2!' })).AuthenticationResult).toBeDefined()
})

test('a session is its user\'s alone', async () => {
  await using engine = await createTestEngine()
  const { cognito, UserPoolId, ClientId } = await poolWithAda(engine)
  const USERNAME = 'grace@example.com'
  await cognito.send(new AdminCreateUserCommand({ UserPoolId, Username: USERNAME, TemporaryPassword: 'Temporary-1!' }))
  const { Session } = await signIn({ cognito, ClientId }, { USERNAME, PASSWORD: 'Temporary-1!' })
  const stolen = new RespondToAuthChallengeCommand({
    ClientId, ChallengeName: 'NEW_PASSWORD_REQUIRED', Session: Session!, ChallengeResponses: { USERNAME: ADA, NEW_PASSWORD: 'Stolen-It-1!' },
  })
  await expect(cognito.send(stolen)).rejects.toMatchObject(refused('Invalid session for the user.'))
})

test('sign-in sessions end after three minutes and temporary passwords after seven days', async () => {
  const clock = stoppedClock()
  await using engine = await createTestEngine({ clock })
  const { cognito, UserPoolId, ClientId } = await poolWithAda(engine)
  const USERNAME = 'grace@example.com'
  await cognito.send(new AdminCreateUserCommand({ UserPoolId, Username: USERNAME, TemporaryPassword: 'Temporary-1!' }))
  const start = () => signIn({ cognito, ClientId }, { USERNAME, PASSWORD: 'Temporary-1!' })
  const { Session } = await start()
  await clock.advance(3 * 60_000)
  const late = new RespondToAuthChallengeCommand({
    ClientId, ChallengeName: 'NEW_PASSWORD_REQUIRED', Session: Session!, ChallengeResponses: { USERNAME, NEW_PASSWORD: PASSWORD },
  })
  await expect(cognito.send(late)).rejects.toMatchObject(refused('Invalid session for the user, session is expired.'))
  await clock.advance(7 * 86_400_000)
  await expect(start()).rejects.toMatchObject(refused('Temporary password has expired and must be reset by an administrator.'))
})

test('the fifth wrong password locks the user out, for a second and then for twice as long', async () => {
  const clock = stoppedClock()
  await using engine = await createTestEngine({ clock })
  const setup = await poolWithAda(engine)
  const exceeded = refused('Password attempts exceeded')
  for (let i = 0; i < 5; i++) await expect(signIn(setup, { PASSWORD: 'wrong' })).rejects.toMatchObject(BAD)
  await expect(signIn(setup)).rejects.toMatchObject(exceeded)
  await clock.advance(1000)
  await expect(signIn(setup, { PASSWORD: 'wrong' })).rejects.toMatchObject(BAD)
  await clock.advance(1000)
  await expect(signIn(setup)).rejects.toMatchObject(exceeded)
  await clock.advance(1000)
  expect((await signIn(setup)).AuthenticationResult).toBeDefined()
  await expect(signIn(setup, { PASSWORD: 'wrong' })).rejects.toMatchObject(BAD)
  expect((await signIn(setup)).AuthenticationResult).toBeDefined()
})

test('a flow must be switched on in the client; a client that names none has SRP and refresh', async () => {
  await using engine = await createTestEngine()
  const setup = await poolWithAda(engine)
  const { cognito, UserPoolId, ClientId } = setup
  await cognito.send(new UpdateUserPoolClientCommand({ UserPoolId, ClientId }))
  await expect(signIn(setup)).rejects.toMatchObject(refused('USER_PASSWORD_AUTH flow not enabled for this client', 'InvalidParameterException'))
  const refresh = new InitiateAuthCommand({ ClientId, AuthFlow: 'REFRESH_TOKEN_AUTH', AuthParameters: { REFRESH_TOKEN: 'a.b' } })
  await expect(cognito.send(refresh)).rejects.toMatchObject(refused('Invalid Refresh Token'))
})

test('the administrators\' flow is theirs alone', async () => {
  await using engine = await createTestEngine()
  const { cognito, UserPoolId, ClientId } = await poolWithAda(engine)
  const AuthParameters = { USERNAME: ADA, PASSWORD }
  const admin = new AdminInitiateAuthCommand({ UserPoolId, ClientId, AuthFlow: 'ADMIN_USER_PASSWORD_AUTH', AuthParameters })
  expect((await cognito.send(admin)).AuthenticationResult?.TokenType).toBe('Bearer')
  const open = new InitiateAuthCommand({ ClientId, AuthFlow: 'ADMIN_USER_PASSWORD_AUTH', AuthParameters })
  await expect(cognito.send(open)).rejects.toMatchObject(refused('Initiate Auth method not supported.', 'InvalidParameterException'))
})

test('a client with a secret is only answered with the right SECRET_HASH', async () => {
  await using engine = await createTestEngine()
  const setup = await poolWithAda(engine, { client: { GenerateSecret: true } })
  const { ClientId, client } = setup
  await expect(signIn(setup)).rejects.toMatchObject(refused(`Client ${ClientId} is configured with secret but SECRET_HASH was not received`))
  await expect(signIn(setup, { SECRET_HASH: 'x' })).rejects.toMatchObject(refused(`Unable to verify secret hash for client ${ClientId}`))
  const SECRET_HASH = createHmac('sha256', client.ClientSecret!).update(ADA + ClientId).digest('base64')
  expect((await signIn(setup, { SECRET_HASH })).AuthenticationResult).toBeDefined()
})

test('signing out, by the user or an administrator, revokes every token of the user', async () => {
  await using engine = await createTestEngine()
  const setup = await poolWithAda(engine)
  const { cognito, UserPoolId } = setup
  const whoAmI = (AccessToken: string) => cognito.send(new GetUserCommand({ AccessToken }))
  const [one, two] = [(await signIn(setup)).AuthenticationResult!, (await signIn(setup)).AuthenticationResult!]
  await cognito.send(new GlobalSignOutCommand({ AccessToken: one.AccessToken! }))
  for (const { AccessToken } of [one, two])
    await expect(whoAmI(AccessToken!)).rejects.toMatchObject(refused('Access Token has been revoked'))
  const three = (await signIn(setup)).AuthenticationResult!
  expect((await whoAmI(three.AccessToken!)).Username).toBe(setup.user.Username)
  await cognito.send(new AdminUserGlobalSignOutCommand({ UserPoolId, Username: ADA }))
  await expect(whoAmI(three.AccessToken!)).rejects.toMatchObject(refused('Access Token has been revoked'))
})

test('revoking a refresh token ends that sign-in and no other', async () => {
  await using engine = await createTestEngine()
  const setup = await poolWithAda(engine)
  const { cognito, ClientId } = setup
  const [one, two] = [(await signIn(setup)).AuthenticationResult!, (await signIn(setup)).AuthenticationResult!]
  await cognito.send(new RevokeTokenCommand({ ClientId, Token: one.RefreshToken! }))
  await expect(cognito.send(new GetUserCommand({ AccessToken: one.AccessToken! }))).rejects.toMatchObject(refused('Access Token has been revoked'))
  const other = new GetTokensFromRefreshTokenCommand({ ClientId, RefreshToken: two.RefreshToken! })
  expect((await cognito.send(other)).AuthenticationResult?.AccessToken).toBeDefined()
  const wrongKind = new RevokeTokenCommand({ ClientId, Token: two.AccessToken! })
  await expect(cognito.send(wrongKind)).rejects.toMatchObject({ name: 'UnsupportedTokenTypeException' })
})

test('a client that rotates refresh tokens gives a new one each time and takes the old one for its grace period', async () => {
  const clock = stoppedClock()
  await using engine = await createTestEngine({ clock })
  const setup = await poolWithAda(engine, {
    client: {
      ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'],
      RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 10 },
    },
  })
  const { cognito, ClientId } = setup
  const { RefreshToken } = (await signIn(setup)).AuthenticationResult!
  const renew = (token: string) => cognito.send(new GetTokensFromRefreshTokenCommand({ ClientId, RefreshToken: token }))
  const next = (await renew(RefreshToken!)).AuthenticationResult!.RefreshToken!
  expect(next).not.toBe(RefreshToken)
  await clock.advance(9_000)
  expect((await renew(RefreshToken!)).AuthenticationResult?.IdToken).toBeDefined()
  await clock.advance(1_000)
  await expect(renew(RefreshToken!)).rejects.toMatchObject({ name: 'RefreshTokenReuseException' })
  expect((await renew(next)).AuthenticationResult?.IdToken).toBeDefined()
})

test('a user changes the password with the old one', async () => {
  await using engine = await createTestEngine()
  const setup = await poolWithAda(engine)
  const { AccessToken } = (await signIn(setup)).AuthenticationResult!
  const change = (PreviousPassword: string) =>
    setup.cognito.send(new ChangePasswordCommand({ AccessToken: AccessToken!, PreviousPassword, ProposedPassword: 'Another-One-1!' }))
  await expect(change('wrong')).rejects.toMatchObject(BAD)
  await change(PASSWORD)
  await expect(signIn(setup)).rejects.toMatchObject(BAD)
  expect((await signIn(setup, { PASSWORD: 'Another-One-1!' })).AuthenticationResult).toBeDefined()
})

test('an access token that was tampered with, or is none, is refused', async () => {
  await using engine = await createTestEngine()
  const setup = await poolWithAda(engine)
  const { AccessToken, IdToken } = (await signIn(setup)).AuthenticationResult!
  const whoAmI = (token: string) => setup.cognito.send(new GetUserCommand({ AccessToken: token }))
  const [head, body, signature] = AccessToken!.split('.')
  const claims = JSON.parse(Buffer.from(body!, 'base64url').toString()) as object
  const forged = Buffer.from(JSON.stringify({ ...claims, username: 'somebody' })).toString('base64url')
  await expect(whoAmI(`${head}.${forged}.${signature}`)).rejects.toMatchObject(refused('Could not verify signature for Access Token'))
  await expect(whoAmI(IdToken!)).rejects.toMatchObject(refused('Invalid Access Token'))
  await expect(whoAmI('nonsense')).rejects.toMatchObject(refused('Invalid Access Token'))
})
