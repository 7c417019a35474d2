import {
  AdminCreateUserCommand, AdminGetUserCommand, AdminSetUserPasswordCommand, ChangePasswordCommand, CognitoIdentityProviderClient,
  ConfirmSignUpCommand, CreateUserPoolClientCommand, CreateUserPoolCommand, SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { expect, test } from 'vitest'
import { createTestEngine } from '../../../../testing/engine.ts'
import { ADA, PASSWORD, poolWithAda, signIn } from './test-pool.ts'

test('a password is not used again while the pool remembers it', async () => {
  await using engine = await createTestEngine()
  const setup = await poolWithAda(engine, { pool: { Policies: { PasswordPolicy: { MinimumLength: 8, PasswordHistorySize: 2 } } } })
  const { cognito, UserPoolId } = setup
  const AccessToken = (await signIn(setup)).AuthenticationResult!.AccessToken!
  const change = (PreviousPassword: string, ProposedPassword: string) => cognito.send(new ChangePasswordCommand({ AccessToken, PreviousPassword, ProposedPassword }))
  const used = { name: 'PasswordHistoryPolicyViolationException' }
  await expect(change(PASSWORD, PASSWORD)).rejects.toMatchObject(used)
  await change(PASSWORD, 'second-password')
  await expect(change('second-password', PASSWORD)).rejects.toMatchObject(used)
  await change('second-password', 'third-password')
  const set = (Password: string) => cognito.send(new AdminSetUserPasswordCommand({ UserPoolId, Username: ADA, Password, Permanent: true }))
  await expect(set('second-password')).rejects.toMatchObject(used)
  await set(PASSWORD)
  expect((await signIn(setup)).AuthenticationResult).toBeDefined()
})

test('an alias goes to somebody else only where that is asked for', async () => {
  await using engine = await createTestEngine()
  const cognito = new CognitoIdentityProviderClient(engine.client)
  const { UserPool } = await cognito.send(new CreateUserPoolCommand({ PoolName: 'p', AliasAttributes: ['email'], AutoVerifiedAttributes: ['email'] }))
  const UserPoolId = UserPool!.Id!
  const ClientId = (await cognito.send(new CreateUserPoolClientCommand({ UserPoolId, ClientName: 'app' }))).UserPoolClient!.ClientId!
  const UserAttributes = [{ Name: 'email', Value: ADA }, { Name: 'email_verified', Value: 'true' }]
  const invite = (Username: string, more = {}) =>
    cognito.send(new AdminCreateUserCommand({ UserPoolId, Username, UserAttributes, MessageAction: 'SUPPRESS', ...more }))
  const whoIs = async (name: string) => (await cognito.send(new AdminGetUserCommand({ UserPoolId, Username: name }))).Username
  await invite('ada')
  await expect(invite('eve')).rejects.toMatchObject({ name: 'AliasExistsException' })
  await invite('eve', { ForceAliasCreation: true })
  expect(await whoIs(ADA)).toBe('eve')

  const signUp = { ClientId, Username: 'bob', Password: PASSWORD, UserAttributes: [{ Name: 'email', Value: ADA }] }
  await cognito.send(new SignUpCommand(signUp))
  const response = await fetch(`${engine.endpoint}/_sandbox/cognito/codes?user=bob`)
  const { codes } = (await response.json()) as { codes: { code: string }[] }
  const confirm = (more = {}) => cognito.send(new ConfirmSignUpCommand({ ClientId, Username: 'bob', ConfirmationCode: codes[0]!.code, ...more }))
  await expect(confirm()).rejects.toMatchObject({ name: 'AliasExistsException' })
  await confirm({ ForceAliasCreation: true })
  expect(await whoIs(ADA)).toBe('bob')
})
