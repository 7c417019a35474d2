import {
  AdminGetUserAuthFactorsCommand, AdminGetUserCommand, AdminSetUserMFAPreferenceCommand, AdminUpdateUserAttributesCommand, CreateUserPoolCommand,
  GetUserAuthFactorsCommand, GetUserPoolMfaConfigCommand, InitiateAuthCommand, RespondToAuthChallengeCommand, SetUserMFAPreferenceCommand,
  SetUserPoolMfaConfigCommand, type ChallengeNameType,
} from '@aws-sdk/client-cognito-identity-provider'
import { expect, test } from 'vitest'
import { createTestEngine, stoppedClock, type TestEngine } from '../../../../testing/engine.ts'
import { ADA, PASSWORD, poolWithAda, signIn } from './test-pool.ts'

type Setup = Awaited<ReturnType<typeof poolWithAda>>
const SmsConfiguration = { SnsCallerArn: 'arn:aws:iam::000000000000:role/sms', ExternalId: 'x' }

/** The code that was last sent to Ada to sign in with, as a test's mailbox has it. */
async function lastCode(engine: TestEngine): Promise<{ code: string; message: string; subject?: string }> {
  const response = await fetch(`${engine.endpoint}/_sandbox/cognito/codes?user=${ADA}`)
  const { codes } = (await response.json()) as { codes: { purpose: string; code: string; message: string; subject?: string }[] }
  return codes.find(({ purpose }) => purpose === 'sign-in')!
}

function answer({ cognito, ClientId }: Setup, ChallengeName: ChallengeNameType, Session: string | undefined, responses: Record<string, string>) {
  return cognito.send(new RespondToAuthChallengeCommand({ ClientId, ChallengeName, Session: Session!, ChallengeResponses: { USERNAME: ADA, ...responses } }))
}

const givePhone = ({ cognito, UserPoolId }: Setup) =>
  cognito.send(
    new AdminUpdateUserAttributesCommand({
      UserPoolId,
      Username: ADA,
      UserAttributes: [{ Name: 'phone_number', Value: '+15555550123' }, { Name: 'phone_number_verified', Value: 'true' }],
    }),
  )

test('a second factor by text message, and one by email', async () => {
  await using engine = await createTestEngine()
  const setup = await poolWithAda(engine)
  const { cognito, UserPoolId } = setup
  const config = {
    SmsMfaConfiguration: { SmsConfiguration, SmsAuthenticationMessage: 'Yours: {####}' },
    EmailMfaConfiguration: { Message: 'Mail says {####}', Subject: 'Hello' },
    MfaConfiguration: 'OPTIONAL' as const,
  }
  await cognito.send(new SetUserPoolMfaConfigCommand({ UserPoolId, ...config }))
  expect(await cognito.send(new GetUserPoolMfaConfigCommand({ UserPoolId }))).toMatchObject(config)
  const prefer = (SMS: boolean, email: boolean) =>
    cognito.send(
      new AdminSetUserMFAPreferenceCommand({
        UserPoolId,
        Username: ADA,
        SMSMfaSettings: { Enabled: true, PreferredMfa: SMS },
        EmailMfaSettings: { Enabled: true, PreferredMfa: email },
      }),
    )
  await expect(prefer(true, false)).rejects.toMatchObject({ name: 'InvalidParameterException' })
  await givePhone(setup)
  await prefer(true, false)
  expect(await cognito.send(new AdminGetUserCommand({ UserPoolId, Username: ADA }))).toMatchObject({
    UserMFASettingList: ['SMS_MFA', 'EMAIL_OTP'],
    PreferredMfaSetting: 'SMS_MFA',
  })
  const bySms = await signIn(setup)
  expect(bySms).toMatchObject({
    ChallengeName: 'SMS_MFA',
    ChallengeParameters: { CODE_DELIVERY_DELIVERY_MEDIUM: 'SMS', CODE_DELIVERY_DESTINATION: '+*******0123' },
  })
  const sms = await lastCode(engine)
  expect(sms.message).toBe(`Yours: ${sms.code}`)
  const wrong = sms.code === '000000' ? '000001' : '000000'
  await expect(answer(setup, 'SMS_MFA', bySms.Session, { SMS_MFA_CODE: wrong })).rejects.toMatchObject({ name: 'CodeMismatchException' })
  const done = await answer(setup, 'SMS_MFA', bySms.Session, { SMS_MFA_CODE: sms.code })
  expect(done.AuthenticationResult?.AccessToken).toBeDefined()
  await expect(answer(setup, 'SMS_MFA', bySms.Session, { SMS_MFA_CODE: sms.code })).rejects.toMatchObject({ name: 'NotAuthorizedException' })
  await expect(prefer(true, true)).rejects.toMatchObject({ name: 'InvalidParameterException' })

  await cognito.send(new SetUserMFAPreferenceCommand({ AccessToken: done.AuthenticationResult!.AccessToken!, EmailMfaSettings: { Enabled: true, PreferredMfa: true } }))
  const byMail = await signIn(setup)
  expect(byMail).toMatchObject({ ChallengeName: 'EMAIL_OTP', ChallengeParameters: { CODE_DELIVERY_DELIVERY_MEDIUM: 'EMAIL', CODE_DELIVERY_DESTINATION: 'a***@e***' } })
  const mail = await lastCode(engine)
  expect(mail).toMatchObject({ message: `Mail says ${mail.code}`, subject: 'Hello' })
  expect((await answer(setup, 'EMAIL_OTP', byMail.Session, { EMAIL_OTP_CODE: mail.code })).AuthenticationResult?.IdToken).toBeDefined()
})

test('who prefers none of several chooses', async () => {
  await using engine = await createTestEngine()
  const setup = await poolWithAda(engine)
  const { cognito, UserPoolId } = setup
  await cognito.send(new SetUserPoolMfaConfigCommand({ UserPoolId, SmsMfaConfiguration: { SmsConfiguration }, EmailMfaConfiguration: {}, MfaConfiguration: 'ON' }))
  expect((await signIn(setup)).ChallengeName).toBe('EMAIL_OTP')
  await givePhone(setup)
  const ask = await signIn(setup)
  expect(ask).toMatchObject({ ChallengeName: 'SELECT_MFA_TYPE', ChallengeParameters: { MFAS_CAN_CHOOSE: '["SMS_MFA","EMAIL_OTP"]' } })
  await expect(answer(setup, 'SELECT_MFA_TYPE', ask.Session, { ANSWER: 'SOFTWARE_TOKEN_MFA' })).rejects.toMatchObject({ name: 'InvalidParameterException' })
  const chosen = await answer(setup, 'SELECT_MFA_TYPE', ask.Session, { ANSWER: 'SMS_MFA' })
  expect(chosen.ChallengeName).toBe('SMS_MFA')
  const { code } = await lastCode(engine)
  expect((await answer(setup, 'SMS_MFA', chosen.Session, { SMS_MFA_CODE: code })).AuthenticationResult).toBeDefined()
})

test('MFA from the start needs a way to send text messages', async () => {
  await using engine = await createTestEngine()
  const { cognito } = await poolWithAda(engine)
  const create = (more: object) => cognito.send(new CreateUserPoolCommand({ PoolName: 'p', MfaConfiguration: 'ON', ...more }))
  await expect(create({})).rejects.toMatchObject({ name: 'InvalidParameterException' })
  const { UserPool } = await create({ SmsConfiguration, AutoVerifiedAttributes: ['phone_number'] })
  expect(await cognito.send(new GetUserPoolMfaConfigCommand({ UserPoolId: UserPool!.Id! }))).toMatchObject({ MfaConfiguration: 'ON', SmsMfaConfiguration: { SmsConfiguration } })
})

const CHOICE = {
  pool: { Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD' as const, 'EMAIL_OTP' as const, 'SMS_OTP' as const] } } },
  client: { ExplicitAuthFlows: ['ALLOW_USER_AUTH' as const, 'ALLOW_REFRESH_TOKEN_AUTH' as const], PreventUserExistenceErrors: 'ENABLED' as const },
}

test('USER_AUTH: the user chooses how to sign in', async () => {
  const clock = stoppedClock()
  await using engine = await createTestEngine({ clock })
  const setup = await poolWithAda(engine, CHOICE)
  const { cognito, ClientId, UserPoolId } = setup
  const start = (more: Record<string, string> = {}) =>
    cognito.send(new InitiateAuthCommand({ ClientId, AuthFlow: 'USER_AUTH', AuthParameters: { USERNAME: ADA, ...more } }))
  const ask = await start()
  expect(ask).toMatchObject({ ChallengeName: 'SELECT_CHALLENGE', AvailableChallenges: ['PASSWORD', 'PASSWORD_SRP', 'EMAIL_OTP'] })
  await expect(answer(setup, 'SELECT_CHALLENGE', ask.Session, { ANSWER: 'SMS_OTP' })).rejects.toMatchObject({ name: 'InvalidParameterException' })
  await expect(answer(setup, 'SELECT_CHALLENGE', ask.Session, { ANSWER: 'PASSWORD', PASSWORD: 'wrong' })).rejects.toMatchObject({
    name: 'NotAuthorizedException',
    message: 'Incorrect username or password.',
  })
  const again = await start()
  const tokens = await answer(setup, 'SELECT_CHALLENGE', again.Session, { ANSWER: 'PASSWORD', PASSWORD })
  expect(tokens.AuthenticationResult?.RefreshToken).toBeDefined()

  const byMail = await start({ PREFERRED_CHALLENGE: 'EMAIL_OTP' })
  expect(byMail).toMatchObject({ ChallengeName: 'EMAIL_OTP', AvailableChallenges: ['PASSWORD', 'PASSWORD_SRP', 'EMAIL_OTP'] })
  const { code } = await lastCode(engine)
  const AccessToken = (await answer(setup, 'EMAIL_OTP', byMail.Session, { EMAIL_OTP_CODE: code })).AuthenticationResult!.AccessToken!
  expect(await cognito.send(new GetUserAuthFactorsCommand({ AccessToken }))).toMatchObject({ ConfiguredUserAuthFactors: ['PASSWORD', 'EMAIL_OTP'] })

  await givePhone(setup)
  const factors = await cognito.send(new AdminGetUserAuthFactorsCommand({ UserPoolId, Username: ADA }))
  expect(factors.ConfiguredUserAuthFactors).toEqual(['PASSWORD', 'EMAIL_OTP', 'SMS_OTP'])
  const bySms = await start({ PREFERRED_CHALLENGE: 'SMS_OTP' })
  const sms = await lastCode(engine)
  await clock.advance(4 * 60_000)
  await expect(answer(setup, 'SMS_OTP', bySms.Session, { SMS_OTP_CODE: sms.code })).rejects.toMatchObject({
    name: 'NotAuthorizedException',
    message: 'Invalid session for the user, session is expired.',
  })
})

test('USER_AUTH with a password that comes along, later, or by SRP', async () => {
  await using engine = await createTestEngine()
  const setup = await poolWithAda(engine, CHOICE)
  const { cognito, ClientId } = setup
  const start = (AuthParameters: Record<string, string>) => cognito.send(new InitiateAuthCommand({ ClientId, AuthFlow: 'USER_AUTH', AuthParameters }))
  const at_once = await start({ USERNAME: ADA, PREFERRED_CHALLENGE: 'PASSWORD', PASSWORD })
  expect(at_once.AuthenticationResult?.IdToken).toBeDefined()
  const asked = await start({ USERNAME: ADA, PREFERRED_CHALLENGE: 'PASSWORD' })
  expect(asked.ChallengeName).toBe('PASSWORD')
  expect((await answer(setup, 'PASSWORD', asked.Session, { PASSWORD })).AuthenticationResult?.IdToken).toBeDefined()
  const srp = await start({ USERNAME: ADA, PREFERRED_CHALLENGE: 'PASSWORD_SRP', SRP_A: 'abcdef' })
  expect(srp).toMatchObject({ ChallengeName: 'PASSWORD_VERIFIER', ChallengeParameters: { SRP_B: expect.any(String), SALT: expect.any(String) } })
  // A name that is nobody's is answered as somebody's would be.
  const nobody = await start({ USERNAME: 'nobody@example.com' })
  expect(nobody).toMatchObject({ ChallengeName: 'SELECT_CHALLENGE', AvailableChallenges: ['PASSWORD', 'PASSWORD_SRP'] })
  await expect(answer(setup, 'SELECT_CHALLENGE', nobody.Session, { USERNAME: 'nobody@example.com', ANSWER: 'PASSWORD', PASSWORD })).rejects.toMatchObject({
    name: 'NotAuthorizedException',
    message: 'Incorrect username or password.',
  })
})

test('a client without ALLOW_USER_AUTH has no such flow', async () => {
  await using engine = await createTestEngine()
  const { cognito, ClientId } = await poolWithAda(engine)
  const start = new InitiateAuthCommand({ ClientId, AuthFlow: 'USER_AUTH', AuthParameters: { USERNAME: ADA } })
  await expect(cognito.send(start)).rejects.toMatchObject({ name: 'InvalidParameterException' })
})
