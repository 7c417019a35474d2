import {
  AdminCreateUserCommand, AdminGetUserCommand, GetUserCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import {
  AuthenticationDetails, CognitoRefreshToken, CognitoUser, CognitoUserAttribute, CognitoUserPool, type CognitoUserSession, type ICognitoStorage,
} from 'amazon-cognito-identity-js'
import { expect, test, vi } from 'vitest'
import { ADA, PASSWORD, poolWithAda } from '../../emulator/services/cognito/issuer/test-pool.ts'
import { createTestEngine, type TestEngine } from '../engine.ts'

// Its arithmetic is plain JavaScript, and it repeats a refused refresh for five seconds.
vi.setConfig({ testTimeout: 30_000 })

/* The client that Amplify and most web pages of the last years use, unmodified, against the engine's endpoint. */

function memory(): ICognitoStorage {
  const kept = new Map<string, string>()
  return {
    setItem: (key, value) => void kept.set(key, value),
    getItem: (key) => kept.get(key) ?? null,
    removeItem: (key) => void kept.delete(key),
    clear: () => kept.clear(),
  }
}

async function setUp(engine: TestEngine) {
  const pool = await poolWithAda(engine)
  const Storage = memory()
  const { UserPoolId, ClientId } = pool
  const Pool = new CognitoUserPool({ UserPoolId, ClientId, endpoint: engine.endpoint, Storage })
  return { ...pool, Pool, user: (Username: string) => new CognitoUser({ Username, Pool, Storage }) }
}

/** SRP, as `authenticateUser` does it by default; a challenge for a new password is met with `newPassword`. */
function signIn(user: CognitoUser, Username: string, Password: string, newPassword?: string): Promise<CognitoUserSession> {
  return new Promise((resolve, reject) => {
    const callbacks = { onSuccess: resolve, onFailure: reject }
    user.authenticateUser(new AuthenticationDetails({ Username, Password }), {
      ...callbacks,
      newPasswordRequired: () => (newPassword === undefined ? reject(new Error('a new password is wanted')) : user.completeNewPasswordChallenge(newPassword, {}, callbacks)),
    })
  })
}

/** The value that a Node callback gets. */
const called = <T>(run: (done: (error?: unknown, value?: T) => void) => void): Promise<T> =>
  new Promise((resolve, reject) => run((error, value) => (error ? reject(error instanceof Error ? error : new Error(JSON.stringify(error))) : resolve(value as T))))

test('SRP sign-in, the session, the attributes', async () => {
  await using engine = await createTestEngine()
  const { user, Pool, UserPoolId, ClientId } = await setUp(engine)
  const ada = user(ADA)
  const session = await signIn(ada, ADA, PASSWORD)
  expect(session.isValid()).toBe(true)
  expect(session.getIdToken().payload).toMatchObject({ email: ADA, aud: ClientId, token_use: 'id', iss: `https://cognito-idp.us-east-1.amazonaws.com/${UserPoolId}` })
  const attributes = await called<CognitoUserAttribute[]>((done) => ada.getUserAttributes(done))
  expect(Object.fromEntries(attributes.map((attribute) => [attribute.getName(), attribute.getValue()]))).toMatchObject({ email: ADA, name: 'Ada Example' })
  // As after the page is loaded anew: out of the storage.
  const again = await called<CognitoUserSession>((done) => Pool.getCurrentUser()!.getSession(done as never))
  expect(again.getAccessToken().getJwtToken()).toBe(session.getAccessToken().getJwtToken())
})

test('a wrong password, and nobody', async () => {
  await using engine = await createTestEngine()
  const { user } = await setUp(engine)
  await expect(signIn(user(ADA), ADA, 'Wrong-1!')).rejects.toMatchObject({ code: 'NotAuthorizedException', message: 'Incorrect username or password.' })
  await expect(signIn(user('nobody@example.com'), 'nobody@example.com', PASSWORD)).rejects.toMatchObject({ code: expect.stringMatching(/^(?:NotAuthorized|UserNotFound)Exception$/) as string })
})

test('a temporary password is replaced', async () => {
  await using engine = await createTestEngine()
  const { user, cognito, UserPoolId } = await setUp(engine)
  const Username = 'grace@example.com'
  await cognito.send(new AdminCreateUserCommand({ UserPoolId, Username, TemporaryPassword: 'Temporary-2!', MessageAction: 'SUPPRESS', UserAttributes: [{ Name: 'email', Value: Username }] }))
  expect((await signIn(user(Username), Username, 'Temporary-2!', 'Lasting-Grace-2!')).isValid()).toBe(true)
  expect((await signIn(user(Username), Username, 'Lasting-Grace-2!')).isValid()).toBe(true)
  expect((await cognito.send(new AdminGetUserCommand({ UserPoolId, Username }))).UserStatus).toBe('CONFIRMED')
})

test('refresh, then sign out everywhere', async () => {
  await using engine = await createTestEngine()
  const { user, cognito } = await setUp(engine)
  const ada = user(ADA)
  const first = await signIn(ada, ADA, PASSWORD)
  const RefreshToken = first.getRefreshToken().getToken()
  const second = await called<CognitoUserSession>((done) => ada.refreshSession(new CognitoRefreshToken({ RefreshToken }), done))
  expect(second.getAccessToken().getJwtToken()).not.toBe(first.getAccessToken().getJwtToken())
  expect(second.getIdToken().payload['origin_jti']).toBe(first.getIdToken().payload['origin_jti'])
  const AccessToken = second.getAccessToken().getJwtToken()
  expect((await cognito.send(new GetUserCommand({ AccessToken }))).UserAttributes).toContainEqual({ Name: 'email', Value: ADA })
  await new Promise<void>((resolve, reject) => ada.globalSignOut({ onSuccess: () => resolve(), onFailure: reject }))
  await expect(cognito.send(new GetUserCommand({ AccessToken }))).rejects.toMatchObject({ name: 'NotAuthorizedException' })
  await expect(called((done) => ada.refreshSession(new CognitoRefreshToken({ RefreshToken }), done))).rejects.toMatchObject({ message: expect.stringContaining('Refresh Token has been revoked') as string })
})

test('signing out revokes the refresh token and empties the storage', async () => {
  await using engine = await createTestEngine()
  const { user, Pool } = await setUp(engine)
  const ada = user(ADA)
  const RefreshToken = (await signIn(ada, ADA, PASSWORD)).getRefreshToken().getToken()
  await new Promise<void>((resolve) => ada.signOut(() => resolve()))
  expect(Pool.getCurrentUser()).toBe(null)
  await expect(called((done) => user(ADA).refreshSession(new CognitoRefreshToken({ RefreshToken }), done))).rejects.toMatchObject({ message: expect.stringContaining('Refresh Token has been revoked') as string })
})

test('sign-up, confirmation with the code, a changed password, a forgotten one', async () => {
  await using engine = await createTestEngine()
  const { user, Pool } = await setUp(engine)
  const Username = 'linus@example.com'
  const codeFor = async (purpose: string) => {
    const { codes } = (await (await fetch(`${engine.endpoint}/_sandbox/cognito/codes?user=${Username}`)).json()) as { codes: { purpose: string; code: string }[] }
    return codes.findLast((sent) => sent.purpose === purpose || purpose === '*')!.code
  }
  await called((done) => Pool.signUp(Username, 'Secret-Linus-1!', [new CognitoUserAttribute({ Name: 'email', Value: Username })], [], done as never))
  const linus = user(Username)
  await expect(signIn(linus, Username, 'Secret-Linus-1!')).rejects.toMatchObject({ code: 'UserNotConfirmedException' })
  expect(await called(async (done) => linus.confirmRegistration(await codeFor('*'), true, done))).toBe('SUCCESS')
  await signIn(linus, Username, 'Secret-Linus-1!')
  expect(await called((done) => linus.changePassword('Secret-Linus-1!', 'Secret-Linus-2!', done as never))).toBe('SUCCESS')
  await new Promise<void>((resolve, reject) => linus.forgotPassword({ onSuccess: () => resolve(), onFailure: reject, inputVerificationCode: () => resolve() }))
  const code = await codeFor('*')
  await new Promise<void>((resolve, reject) => linus.confirmPassword(code, 'Secret-Linus-3!', { onSuccess: () => resolve(), onFailure: reject }))
  expect((await signIn(linus, Username, 'Secret-Linus-3!')).isValid()).toBe(true)
})

