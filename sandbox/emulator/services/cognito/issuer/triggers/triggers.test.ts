import {
  AdminConfirmSignUpCommand, AdminCreateUserCommand, AdminGetUserCommand, AdminInitiateAuthCommand, ConfirmSignUpCommand, ForgotPasswordCommand, InitiateAuthCommand,
  RespondToAuthChallengeCommand, SignUpCommand, type CreateUserPoolClientCommandInput, type LambdaConfigType,
} from '@aws-sdk/client-cognito-identity-provider'
import { decodeJwt } from 'jose'
import { expect, test } from 'vitest'
import { createTestEngine, eventually, stoppedClock, type TestEngine } from '../../../../../testing/engine.ts'
import { fakeLambda, FUNCTION, Invoked } from '../../../../../testing/http-api.ts'
import { AwsError } from '../../../../kernel/errors.ts'
import { hostedPool } from '../hosted/test-browser.ts'
import { ADA, PASSWORD, poolWithAda, signIn } from '../test-pool.ts'

type Event = Record<string, unknown> & { triggerSource: string; request: Record<string, unknown>; response: Record<string, unknown> }

/** A pool whose functions are all one, which answers by the source of the event; without an answer it returns the event as it came. */
async function poolWithTriggers(
  engine: TestEngine,
  names: (keyof LambdaConfigType)[],
  answers: Record<string, (event: Event) => unknown> = {},
  client?: Partial<CreateUserPoolClientCommandInput>,
) {
  const fake = fakeLambda(engine, (given) => {
    const event = given as Event
    const found = answers[event.triggerSource]?.(event)
    return found instanceof Invoked ? found : { ...event, response: { ...event.response, ...(found as object) } }
  })
  const LambdaConfig = Object.fromEntries(names.map((name) => [name, FUNCTION])) as LambdaConfigType
  const setup = await poolWithAda(engine, { pool: { LambdaConfig }, ...(client ? { client } : {}) })
  fake.events.length = 0
  return { ...setup, fake, sources: () => fake.events.map((event) => event['triggerSource']) }
}

const failed = (errorMessage: string) => new Invoked({ FunctionError: 'Unhandled', Payload: Buffer.from(JSON.stringify({ errorMessage, errorType: 'Error' })) })

test('pre sign-up sees the account before it exists, and may confirm it and vouch for its address', async () => {
  await using engine = await createTestEngine()
  const setup = await poolWithTriggers(engine, ['PreSignUp', 'PostConfirmation'], { PreSignUp_SignUp: () => ({ autoConfirmUser: true, autoVerifyEmail: true }) })
  const { cognito, ClientId, UserPoolId, fake } = setup
  const up = await cognito.send(
    new SignUpCommand({
      ...{ ClientId, Username: 'bob@example.com', Password: PASSWORD, ClientMetadata: { from: 'test' } },
      ValidationData: [{ Name: 'captcha', Value: '42' }],
    }),
  )
  expect(up).toMatchObject({ UserConfirmed: true })
  expect(up.CodeDeliveryDetails).toBeUndefined()
  expect(fake.events[0]).toEqual({
    ...{ version: '1', region: 'us-east-1', userPoolId: UserPoolId, userName: up.UserSub, triggerSource: 'PreSignUp_SignUp' },
    callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId: ClientId },
    request: { userAttributes: { email: 'bob@example.com', email_verified: 'false' }, validationData: { captcha: '42' }, clientMetadata: { from: 'test' } },
    response: { autoConfirmUser: false, autoVerifyEmail: false, autoVerifyPhone: false },
  })
  expect(fake.events[1]).toMatchObject({ triggerSource: 'PostConfirmation_ConfirmSignUp', request: { userAttributes: { 'cognito:user_status': 'CONFIRMED', email_verified: 'true' } } })
  expect(fake.calls[0]).toMatchObject({ FunctionName: FUNCTION, InvocationType: 'RequestResponse', principal: 'cognito-idp.amazonaws.com', region: 'us-east-1' })
})

test('a function that throws refuses the sign-up in its own words, and nobody has an account', async () => {
  await using engine = await createTestEngine()
  const setup = await poolWithTriggers(engine, ['PreSignUp'], { PreSignUp_SignUp: () => failed('Not from there') })
  const { cognito, ClientId, UserPoolId } = setup
  const up = cognito.send(new SignUpCommand({ ClientId, Username: 'bob@example.com', Password: PASSWORD }))
  await expect(up).rejects.toMatchObject({ name: 'UserLambdaValidationException', message: 'PreSignUp failed with error Not from there.' })
  await expect(cognito.send(new AdminGetUserCommand({ UserPoolId, Username: 'bob@example.com' }))).rejects.toMatchObject({ name: 'UserNotFoundException' })
})

test.each([
  ['null', 'InvalidLambdaResponseException', 'Unrecognizable lambda output'],
  ['{"response":{"autoConfirmUser":"yes"}}', 'InvalidLambdaResponseException', 'Unrecognizable lambda output'],
  ['done', 'InvalidLambdaResponseException', 'Invalid lambda function output : Invalid JSON'],
])('a function that returns %s is no answer', async (text, name, message) => {
  await using engine = await createTestEngine()
  const { cognito, ClientId } = await poolWithTriggers(engine, ['PreSignUp'], { PreSignUp_SignUp: () => new Invoked({ Payload: Buffer.from(text) }) })
  await expect(cognito.send(new SignUpCommand({ ClientId, Username: 'bob@example.com', Password: PASSWORD }))).rejects.toMatchObject({ name, message })
})

test('a function that may not be invoked, or does not answer within 5 seconds three times, is an unexpected exception', async () => {
  const clock = stoppedClock()
  await using engine = await createTestEngine({ clock })
  const answers: Record<string, () => unknown> = { PreAuthentication_Authentication: () => { throw new AwsError('AccessDeniedException', 'no') } }
  const setup = await poolWithTriggers(engine, ['PreAuthentication'], answers)
  await expect(signIn(setup)).rejects.toMatchObject({ name: 'UnexpectedLambdaException', message: 'PreAuthentication invocation failed due to error AccessDeniedException.' })
  setup.fake.events.length = 0
  setup.fake.answer = () => new Promise(() => {})
  const slow = expect(signIn(setup)).rejects.toMatchObject({
    name: 'UnexpectedLambdaException', message: 'PreAuthentication invocation failed due to error Socket timeout while invoking Lambda function.',
  })
  for (let attempt = 1; attempt <= 3; attempt++) {
    await eventually(`attempt ${attempt}`, () => (setup.fake.events.length === attempt ? true : undefined))
    await clock.advance(5_000)
  }
  await slow
  expect(setup.fake.events).toHaveLength(3)
})

test('authentication: what comes before sees the metadata as validation data, what comes after sees it by its name', async () => {
  await using engine = await createTestEngine()
  const setup = await poolWithTriggers(engine, ['PreAuthentication', 'PostAuthentication'])
  const AuthParameters = { USERNAME: ADA, PASSWORD }
  await setup.cognito.send(new InitiateAuthCommand({ ClientId: setup.ClientId, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters, ClientMetadata: { a: 'b' } }))
  const userAttributes = { sub: setup.user.Username, 'cognito:user_status': 'CONFIRMED', email: ADA, email_verified: 'true', name: 'Ada Example' }
  expect(setup.fake.events.map(({ triggerSource, request }) => [triggerSource, request])).toEqual([
    ['PreAuthentication_Authentication', { userAttributes, validationData: { a: 'b' } }],
    ['PostAuthentication_Authentication', { userAttributes, newDeviceUsed: false, clientMetadata: { a: 'b' } }],
  ])
  setup.fake.events.length = 0
  await expect(signIn(setup, { PASSWORD: 'wrong' })).rejects.toMatchObject({ name: 'NotAuthorizedException' })
  expect(setup.sources()).toEqual(['PreAuthentication_Authentication'])
})

test('pre token generation V1_0 changes claims and groups of the ID token, but not those that are fixed', async () => {
  await using engine = await createTestEngine()
  const claimsOverrideDetails = {
    claimsToAddOrOverride: { tenant: 'acme', sub: 'forged', name: 'Countess' }, claimsToSuppress: ['email', 'aud'],
    groupOverrideDetails: { groupsToOverride: ['guests'], iamRolesToOverride: ['arn:aws:iam::000000000000:role/g'], preferredRole: 'arn:aws:iam::000000000000:role/g' },
  }
  const setup = await poolWithTriggers(engine, ['PreTokenGeneration'], { TokenGeneration_Authentication: () => ({ claimsOverrideDetails }) })
  const { IdToken, AccessToken, RefreshToken } = (await signIn(setup)).AuthenticationResult!
  expect(setup.fake.events[0]).toMatchObject({ version: '1', request: { groupConfiguration: { groupsToOverride: [], iamRolesToOverride: [], preferredRole: null } }, response: { claimsOverrideDetails: null } })
  const id = decodeJwt(IdToken!)
  expect(id).toMatchObject({
    tenant: 'acme', sub: setup.user.Username, name: 'Countess', aud: setup.ClientId, 'cognito:groups': ['guests'],
    'cognito:roles': ['arn:aws:iam::000000000000:role/g'], 'cognito:preferred_role': 'arn:aws:iam::000000000000:role/g',
  })
  expect(id['email']).toBeUndefined()
  expect(decodeJwt(AccessToken!)['tenant']).toBeUndefined()
  const AuthParameters = { REFRESH_TOKEN: RefreshToken! }
  await setup.cognito.send(new InitiateAuthCommand({ ClientId: setup.ClientId, AuthFlow: 'REFRESH_TOKEN_AUTH', AuthParameters }))
  expect(setup.sources()).toEqual(['TokenGeneration_Authentication', 'TokenGeneration_RefreshTokens'])
})

test('pre token generation V2_0 changes the access token too, its scopes among the rest, and may use whole values', async () => {
  await using engine = await createTestEngine()
  const claimsAndScopeOverrideDetails = {
    idTokenGeneration: { claimsToAddOrOverride: { plan: { seats: 3 } } },
    accessTokenGeneration: { claimsToAddOrOverride: { tenants: ['a', 'b'], scope: 'forged' }, claimsToSuppress: ['event_id', 'cognito:groups'], scopesToAdd: ['files/read'], scopesToSuppress: ['aws.cognito.signin.user.admin'] },
  }
  fakeLambda(engine, (event) => ({ ...event, response: { claimsAndScopeOverrideDetails } }))
  const LambdaConfig = { PreTokenGenerationConfig: { LambdaArn: FUNCTION, LambdaVersion: 'V2_0' as const } }
  const setup = await poolWithAda(engine, { pool: { LambdaConfig } })
  const { IdToken, AccessToken } = (await signIn(setup)).AuthenticationResult!
  expect(decodeJwt(IdToken!)['plan']).toEqual({ seats: 3 })
  expect(decodeJwt(AccessToken!)).toMatchObject({ tenants: ['a', 'b'], scope: 'files/read', event_id: expect.any(String) })
})

test('version 3 is asked for a machine\'s own token, which is named in the token endpoint\'s refusal', async () => {
  await using engine = await createTestEngine()
  const fake = fakeLambda(engine, (event) => ({ ...event, response: { claimsAndScopeOverrideDetails: { accessTokenGeneration: { claimsToAddOrOverride: { machine: true } } } } }))
  const LambdaConfig = { PreTokenGenerationConfig: { LambdaArn: FUNCTION, LambdaVersion: 'V3_0' as const } }
  const { CreateResourceServerCommand, CreateUserPoolClientCommand } = await import('@aws-sdk/client-cognito-identity-provider')
  const { cognito, UserPoolId, base } = await hostedPool(engine, { pool: { LambdaConfig } })
  await cognito.send(new CreateResourceServerCommand({ UserPoolId, Identifier: 'files', Name: 'f', Scopes: [{ ScopeName: 'read', ScopeDescription: 'r' }] }))
  const { UserPoolClient } = await cognito.send(
    new CreateUserPoolClientCommand({
      ...{ UserPoolId, ClientName: 'machine', GenerateSecret: true, AllowedOAuthFlowsUserPoolClient: true },
      ...{ AllowedOAuthFlows: ['client_credentials'], AllowedOAuthScopes: ['files/read'] },
    }),
  )
  const body = new URLSearchParams({ grant_type: 'client_credentials', client_id: UserPoolClient!.ClientId!, client_secret: UserPoolClient!.ClientSecret! })
  const ask = () => fetch(`${base}/oauth2/token`, { method: 'POST', body })
  expect(decodeJwt(((await (await ask()).json()) as { access_token: string }).access_token)['machine']).toBe(true)
  expect(fake.events.at(-1)).toMatchObject({ version: '3', triggerSource: 'TokenGeneration_ClientCredentials', request: { scopes: ['files/read'] } })
  fake.answer = () => failed('closed')
  expect(await (await ask()).json()).toEqual({ error: 'invalid_grant', error_description: 'PreTokenGeneration failed with error closed.' })
})

test('a message is worded by the pool\'s function, and the code in it can be read', async () => {
  await using engine = await createTestEngine()
  const answers = { CustomMessage_SignUp: (event: Event) => ({ emailSubject: 'Hello', emailMessage: `Use ${event.request['codeParameter']} now` }) }
  const { cognito, ClientId } = await poolWithTriggers(engine, ['CustomMessage', 'PostConfirmation'], answers)
  await cognito.send(new SignUpCommand({ ClientId, Username: 'bob@example.com', Password: PASSWORD }))
  const read = async () => ((await (await fetch(`${engine.endpoint}/_sandbox/cognito/codes?user=bob@example.com`)).json()) as { codes: Record<string, string>[] }).codes
  const [mail] = await read()
  expect(mail).toMatchObject({ purpose: 'sign-up', email: 'bob@example.com', subject: 'Hello', message: `Use ${mail!['code']} now`, code: expect.stringMatching(/^\d{6}$/) })
  await cognito.send(new ConfirmSignUpCommand({ ClientId, Username: 'bob@example.com', ConfirmationCode: mail!['code']! }))
  expect(await read()).toEqual([])
  expect((await fetch(`${engine.endpoint}/_sandbox/cognito/nothing`)).status).toBe(404)
})

test('an invitation is a message too, and its temporary password can be read until it is used', async () => {
  await using engine = await createTestEngine()
  const { cognito, UserPoolId, sources } = await poolWithTriggers(engine, ['CustomMessage', 'PreSignUp'])
  await cognito.send(new AdminCreateUserCommand({ UserPoolId, Username: 'bob@example.com', TemporaryPassword: 'Temporary-1!' }))
  const { codes } = (await (await fetch(`${engine.endpoint}/_sandbox/cognito/codes?user=bob@example.com`)).json()) as { codes: object[] }
  expect(codes).toMatchObject([{ purpose: 'invitation', code: 'Temporary-1!', message: 'Your username is bob@example.com and temporary password is Temporary-1!.' }])
  expect(sources()).toEqual(['PreSignUp_AdminCreateUser', 'CustomMessage_AdminCreateUser'])
})

test('an administrator\'s confirmation is told without a client', async () => {
  await using engine = await createTestEngine()
  const { cognito, ClientId, UserPoolId, fake } = await poolWithTriggers(engine, ['PostConfirmation'])
  await cognito.send(new SignUpCommand({ ClientId, Username: 'bob@example.com', Password: PASSWORD }))
  await cognito.send(new AdminConfirmSignUpCommand({ UserPoolId, Username: 'bob@example.com' }))
  expect(fake.events).toMatchObject([{ triggerSource: 'PostConfirmation_ConfirmSignUp', callerContext: { clientId: 'CLIENT_ID_NOT_APPLICABLE' } }])
})

test('custom challenges: asked again after a wrong answer, tokens after the right one, refused in the end', async () => {
  await using engine = await createTestEngine()
  const answers = {
    DefineAuthChallenge_Authentication: ({ request }: Event) => {
      const session = request['session'] as { challengeResult: boolean }[]
      if (session.at(-1)?.challengeResult) return { issueTokens: true, failAuthentication: false }
      return session.length >= 2 ? { issueTokens: false, failAuthentication: true } : { challengeName: 'CUSTOM_CHALLENGE', issueTokens: false, failAuthentication: false }
    },
    CreateAuthChallenge_Authentication: () => ({ publicChallengeParameters: { hint: 'six times seven' }, privateChallengeParameters: { answer: '42' }, challengeMetadata: 'SUM' }),
    VerifyAuthChallengeResponse_Authentication: ({ request }: Event) => ({
      answerCorrect: request['challengeAnswer'] === (request['privateChallengeParameters'] as Record<string, string>)['answer'],
    }),
  }
  const ExplicitAuthFlows = ['ALLOW_CUSTOM_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'] as const
  const { cognito, ClientId, user, fake } = await poolWithTriggers(
    engine, ['DefineAuthChallenge', 'CreateAuthChallenge', 'VerifyAuthChallengeResponse'], answers, { ExplicitAuthFlows: [...ExplicitAuthFlows] },
  )
  const start = () => cognito.send(new InitiateAuthCommand({ ClientId, AuthFlow: 'CUSTOM_AUTH', AuthParameters: { USERNAME: ADA } }))
  const answer = (Session: string, ANSWER: string) =>
    cognito.send(new RespondToAuthChallengeCommand({ ClientId, ChallengeName: 'CUSTOM_CHALLENGE', Session, ChallengeResponses: { USERNAME: ADA, ANSWER } }))
  const first = await start()
  expect(first).toMatchObject({ ChallengeName: 'CUSTOM_CHALLENGE', ChallengeParameters: { USERNAME: user.Username, hint: 'six times seven' } })
  const second = await answer(first.Session!, '41')
  expect(second.ChallengeName).toBe('CUSTOM_CHALLENGE')
  await expect(answer(first.Session!, '42')).rejects.toMatchObject({ name: 'NotAuthorizedException', message: 'Invalid session for the user.' })
  expect((await answer(second.Session!, '42')).AuthenticationResult?.AccessToken).toBeDefined()
  expect(fake.events.at(-1)).toMatchObject({
    request: { session: [false, true].map((challengeResult) => ({ challengeName: 'CUSTOM_CHALLENGE', challengeResult, challengeMetadata: 'SUM' })) },
  })
  const again = await answer((await start()).Session!, 'no')
  await expect(answer(again.Session!, 'no')).rejects.toMatchObject({ name: 'NotAuthorizedException', message: 'Incorrect username or password.' })
})

test('a user is brought over from elsewhere with the password of the first sign-in', async () => {
  await using engine = await createTestEngine()
  const answers = {
    UserMigration_Authentication: (event: Event) =>
      event.request['password'] === PASSWORD
        ? { userAttributes: { email: 'old@example.com', email_verified: 'true', name: 'Old' }, finalUserStatus: 'CONFIRMED', messageAction: 'SUPPRESS' }
        : failed('Bad password'),
    UserMigration_ForgotPassword: () => ({ userAttributes: { email: 'lost@example.com', email_verified: 'true' }, messageAction: 'SUPPRESS' }),
  }
  const setup = await poolWithTriggers(engine, ['UserMigration'], answers)
  const { cognito, ClientId, UserPoolId } = setup
  await expect(signIn(setup, { USERNAME: 'old@example.com', PASSWORD: 'wrong' })).rejects.toMatchObject({
    name: 'UserNotFoundException', message: `Exception migrating user in app client ${ClientId}`,
  })
  expect(decodeJwt((await signIn(setup, { USERNAME: 'old@example.com' })).AuthenticationResult!.IdToken!)).toMatchObject({ email: 'old@example.com', name: 'Old' })
  await signIn(setup, { USERNAME: 'old@example.com' })
  expect(setup.sources()).toEqual(['UserMigration_Authentication', 'UserMigration_Authentication'])
  const forgot = await cognito.send(new ForgotPasswordCommand({ ClientId, Username: 'lost@example.com' }))
  expect(forgot.CodeDeliveryDetails).toMatchObject({ Destination: 'l***@e***' })
  const admin = { UserPoolId, ClientId, AuthFlow: 'ADMIN_USER_PASSWORD_AUTH' as const, AuthParameters: { USERNAME: 'lost@example.com', PASSWORD } }
  await expect(cognito.send(new AdminInitiateAuthCommand(admin))).rejects.toMatchObject({ name: 'PasswordResetRequiredException' })
})
