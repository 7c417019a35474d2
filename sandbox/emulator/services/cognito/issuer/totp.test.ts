import {
  AdminSetUserMFAPreferenceCommand, AssociateSoftwareTokenCommand, GetUserCommand, GetUserPoolMfaConfigCommand, RespondToAuthChallengeCommand,
  SetUserMFAPreferenceCommand, SetUserPoolMfaConfigCommand, VerifySoftwareTokenCommand, type CognitoIdentityProviderClient, type UserPoolMfaType,
} from '@aws-sdk/client-cognito-identity-provider'
import { expect, test } from 'vitest'
import { createTestEngine, stoppedClock } from '../../../../testing/engine.ts'
import { ADA, poolWithAda, signIn } from './test-pool.ts'
import { codeAt } from './totp.ts'

// RFC 6238, appendix B: the secret is "12345678901234567890", the codes are the last six digits.
test.each([[59, '287082'], [1111111109, '081804'], [1234567890, '005924'], [20000000000, '353130']])('at second %i the code is %s', (second, code) => {
  expect(codeAt('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ', second * 1000)).toBe(code)
})

const turnOn = (cognito: CognitoIdentityProviderClient, UserPoolId: string, MfaConfiguration: UserPoolMfaType) =>
  cognito.send(new SetUserPoolMfaConfigCommand({ UserPoolId, MfaConfiguration, SoftwareTokenMfaConfiguration: { Enabled: true } }))

test('a user who has set up an app is asked for its code, and no code counts twice', async () => {
  const clock = stoppedClock()
  await using engine = await createTestEngine({ clock })
  const setup = await poolWithAda(engine)
  const { cognito, ClientId, UserPoolId, user } = setup
  const AccessToken = (await signIn(setup)).AuthenticationResult!.AccessToken!
  const associate = () => cognito.send(new AssociateSoftwareTokenCommand({ AccessToken }))
  await expect(associate()).rejects.toMatchObject({ name: 'SoftwareTokenMFANotFoundException' })
  await turnOn(cognito, UserPoolId, 'OPTIONAL')
  expect(await cognito.send(new GetUserPoolMfaConfigCommand({ UserPoolId }))).toMatchObject({ MfaConfiguration: 'OPTIONAL', SoftwareTokenMfaConfiguration: { Enabled: true } })
  const secret = (await associate()).SecretCode!
  const prefer = (Enabled: boolean) =>
    cognito.send(new SetUserMFAPreferenceCommand({ AccessToken, SoftwareTokenMfaSettings: { Enabled, PreferredMfa: Enabled } }))
  await expect(prefer(true)).rejects.toMatchObject({ name: 'InvalidParameterException', message: 'User has not verified software token mfa' })
  const verify = (UserCode: string) => cognito.send(new VerifySoftwareTokenCommand({ AccessToken, UserCode, FriendlyDeviceName: 'phone' }))
  await expect(verify('000000')).rejects.toMatchObject({ name: 'EnableSoftwareTokenMFAException', message: 'Code mismatch and fail enable Software Token MFA' })
  expect((await verify(codeAt(secret, clock.now()))).Status).toBe('SUCCESS')
  expect((await signIn(setup)).AuthenticationResult).toBeDefined()
  await prefer(true)
  expect(await cognito.send(new GetUserCommand({ AccessToken }))).toMatchObject({ UserMFASettingList: ['SOFTWARE_TOKEN_MFA'], PreferredMfaSetting: 'SOFTWARE_TOKEN_MFA' })

  const ask = await signIn(setup)
  expect(ask).toMatchObject({ ChallengeName: 'SOFTWARE_TOKEN_MFA', ChallengeParameters: { USER_ID_FOR_SRP: user.Username, FRIENDLY_DEVICE_NAME: 'phone' } })
  expect(ask.AuthenticationResult).toBeUndefined()
  const answer = (Session: string, code: string) =>
    cognito.send(
      new RespondToAuthChallengeCommand({ ClientId, ChallengeName: 'SOFTWARE_TOKEN_MFA', Session, ChallengeResponses: { USERNAME: ADA, SOFTWARE_TOKEN_MFA_CODE: code } }),
    )
  await expect(answer(ask.Session!, '000000')).rejects.toMatchObject({ name: 'CodeMismatchException', message: 'Invalid code received for user' })
  const code = codeAt(secret, clock.now())
  expect((await answer(ask.Session!, code)).AuthenticationResult?.IdToken).toBeDefined()
  const again = (await signIn(setup)).Session!
  await expect(answer(again, code)).rejects.toMatchObject({ name: 'ExpiredCodeException', message: 'Your software token has already been used once.' })
  await clock.advance(90_000)
  await expect(answer(again, code)).rejects.toMatchObject({ name: 'CodeMismatchException' })
  await cognito.send(new AdminSetUserMFAPreferenceCommand({ UserPoolId, Username: ADA, SoftwareTokenMfaSettings: { Enabled: false } }))
  expect((await signIn(setup)).AuthenticationResult).toBeDefined()
})

test('where a second factor is required, it is set up before the first tokens', async () => {
  const clock = stoppedClock()
  await using engine = await createTestEngine({ clock })
  const setup = await poolWithAda(engine)
  const { cognito, ClientId, UserPoolId } = setup
  await turnOn(cognito, UserPoolId, 'ON')
  const ask = await signIn(setup)
  expect(ask).toMatchObject({ ChallengeName: 'MFA_SETUP', ChallengeParameters: { MFAS_CAN_SETUP: '["SOFTWARE_TOKEN_MFA"]' } })
  const { SecretCode, Session } = await cognito.send(new AssociateSoftwareTokenCommand({ Session: ask.Session! }))
  const finish = (session: string) =>
    cognito.send(new RespondToAuthChallengeCommand({ ClientId, ChallengeName: 'MFA_SETUP', Session: session, ChallengeResponses: { USERNAME: ADA } }))
  await expect(finish(Session!)).rejects.toMatchObject({ name: 'InvalidParameterException' })
  const verified = await cognito.send(new VerifySoftwareTokenCommand({ Session: Session!, UserCode: codeAt(SecretCode!, clock.now()) }))
  expect((await finish(verified.Session!)).AuthenticationResult?.AccessToken).toBeDefined()
  expect((await signIn(setup)).ChallengeName).toBe('SOFTWARE_TOKEN_MFA')
})

test('what there is no factor for is refused by name', async () => {
  await using engine = await createTestEngine()
  const { cognito, UserPoolId } = await poolWithAda(engine)
  const set = (more: object) => cognito.send(new SetUserPoolMfaConfigCommand({ UserPoolId, MfaConfiguration: 'ON', ...more }))
  await expect(set({ WebAuthnConfiguration: {} })).rejects.toMatchObject({ name: 'NotImplemented', message: 'Sign-in with passkeys is not implemented by this emulator.' })
  await expect(set({})).rejects.toMatchObject({ message: 'At least one of [SmsMfaConfiguration] or [SoftwareTokenMfaConfiguration] must be provided.' })
  await expect(set({ MfaConfiguration: 'OFF', SoftwareTokenMfaConfiguration: { Enabled: true } })).rejects.toMatchObject({ name: 'InvalidParameterException' })
})
