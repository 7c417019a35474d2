import {
  AddCustomAttributesCommand, CognitoIdentityProviderClient, CreateUserPoolClientCommand, CreateUserPoolCommand,
  DeleteUserPoolClientCommand, DeleteUserPoolCommand, DescribeUserPoolClientCommand, DescribeUserPoolCommand,
  GetUserPoolMfaConfigCommand, ListTagsForResourceCommand, ListUserPoolClientsCommand, ListUserPoolsCommand,
  TagResourceCommand, UntagResourceCommand, UpdateUserPoolClientCommand, UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { expect, test } from 'vitest'
import { createTestEngine } from '../../../../testing/engine.ts'

async function emptyPool(engine: Awaited<ReturnType<typeof createTestEngine>>) {
  const cognito = new CognitoIdentityProviderClient(engine.client)
  const { UserPool } = await cognito.send(new CreateUserPoolCommand({ PoolName: 'people' }))
  return { cognito, pool: UserPool!, UserPoolId: UserPool!.Id! }
}

test('a new pool has AWS\'s defaults and is described as it was created', async () => {
  await using engine = await createTestEngine()
  const { cognito, pool, UserPoolId } = await emptyPool(engine)
  expect(UserPoolId).toMatch(/^us-east-1_[A-Za-z0-9]{9}$/)
  const { SchemaAttributes, CreationDate, LastModifiedDate, ...rest } = pool
  expect(rest).toEqual({
    Id: UserPoolId,
    Name: 'people',
    Arn: `arn:aws:cognito-idp:us-east-1:000000000000:userpool/${UserPoolId}`,
    Policies: {
      PasswordPolicy: {
        MinimumLength: 8, RequireUppercase: true, RequireLowercase: true, RequireNumbers: true, RequireSymbols: true,
        TemporaryPasswordValidityDays: 7,
      },
      SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD'] },
    },
    DeletionProtection: 'INACTIVE',
    LambdaConfig: {},
    VerificationMessageTemplate: { DefaultEmailOption: 'CONFIRM_WITH_CODE' },
    MfaConfiguration: 'OFF',
    EstimatedNumberOfUsers: 0,
    EmailConfiguration: { EmailSendingAccount: 'COGNITO_DEFAULT' },
    UserPoolTags: {},
    AdminCreateUserConfig: { AllowAdminCreateUserOnly: false, UnusedAccountValidityDays: 7 },
    UserPoolTier: 'ESSENTIALS',
  })
  expect(SchemaAttributes!.map(({ Name }) => Name)).toContain('email_verified')
  expect(CreationDate).toEqual(LastModifiedDate)
  expect((await cognito.send(new DescribeUserPoolCommand({ UserPoolId }))).UserPool).toEqual(pool)
  expect((await cognito.send(new GetUserPoolMfaConfigCommand({ UserPoolId }))).MfaConfiguration).toBe('OFF')
})

test('an update sets what it names and puts the rest back to the defaults', async () => {
  await using engine = await createTestEngine()
  const { cognito, UserPoolId } = await emptyPool(engine)
  const update = (more: object) => cognito.send(new UpdateUserPoolCommand({ UserPoolId, ...more }))
  await update({ DeletionProtection: 'ACTIVE', Policies: { PasswordPolicy: { MinimumLength: 12 } } })
  const { UserPool } = await cognito.send(new DescribeUserPoolCommand({ UserPoolId }))
  expect(UserPool).toMatchObject({ Name: 'people', Policies: { PasswordPolicy: { MinimumLength: 12, RequireSymbols: false } } })
  await expect(cognito.send(new DeleteUserPoolCommand({ UserPoolId }))).rejects.toMatchObject({ name: 'InvalidParameterException' })
  await update({})
  await cognito.send(new DeleteUserPoolCommand({ UserPoolId }))
  const gone = cognito.send(new DescribeUserPoolCommand({ UserPoolId }))
  await expect(gone).rejects.toMatchObject({ name: 'ResourceNotFoundException', message: `User pool ${UserPoolId} does not exist.` })
})

test('pools are listed in pages, and another region has none of them', async () => {
  await using engine = await createTestEngine()
  const cognito = new CognitoIdentityProviderClient(engine.client)
  for (const PoolName of ['one', 'two', 'three']) await cognito.send(new CreateUserPoolCommand({ PoolName }))
  const first = await cognito.send(new ListUserPoolsCommand({ MaxResults: 2 }))
  const second = await cognito.send(new ListUserPoolsCommand({ MaxResults: 2, NextToken: first.NextToken! }))
  expect([first, second].map(({ UserPools }) => UserPools!.map(({ Name }) => Name))).toEqual([['one', 'two'], ['three']])
  expect(second.NextToken).toBeUndefined()
  const elsewhere = new CognitoIdentityProviderClient({ ...engine.client, region: 'eu-west-1' })
  expect((await elsewhere.send(new ListUserPoolsCommand({ MaxResults: 60 }))).UserPools).toEqual([])
})

test('a new client has AWS\'s defaults, is updated as a whole, and keeps its secret', async () => {
  await using engine = await createTestEngine()
  const { cognito, UserPoolId } = await emptyPool(engine)
  const { UserPoolClient } = await cognito.send(new CreateUserPoolClientCommand({ UserPoolId, ClientName: 'app', GenerateSecret: true }))
  const { ClientId, ClientSecret, CreationDate, LastModifiedDate, ...rest } = UserPoolClient!
  expect(ClientId).toMatch(/^[a-z0-9]{26}$/)
  expect(ClientSecret).toMatch(/^[a-z0-9]{51}$/)
  expect(CreationDate).toEqual(LastModifiedDate)
  expect(rest).toEqual({
    UserPoolId, ClientName: 'app', RefreshTokenValidity: 30, TokenValidityUnits: {}, AllowedOAuthFlowsUserPoolClient: false,
    EnableTokenRevocation: true, EnablePropagateAdditionalUserContextData: false, AuthSessionValidity: 3,
  })
  const update = new UpdateUserPoolClientCommand({ UserPoolId, ClientId: ClientId!, RefreshTokenValidity: 5 })
  expect((await cognito.send(update)).UserPoolClient).toMatchObject({ ClientSecret, ClientName: 'app', RefreshTokenValidity: 5 })
  const listed = await cognito.send(new ListUserPoolClientsCommand({ UserPoolId }))
  expect(listed.UserPoolClients).toEqual([{ ClientId, UserPoolId, ClientName: 'app' }])
  await cognito.send(new DeleteUserPoolClientCommand({ UserPoolId, ClientId: ClientId! }))
  const gone = cognito.send(new DescribeUserPoolClientCommand({ UserPoolId, ClientId: ClientId! }))
  await expect(gone).rejects.toMatchObject({ name: 'ResourceNotFoundException', message: `User pool client ${ClientId} does not exist.` })
})

test('contradictions in a client are refused', async () => {
  await using engine = await createTestEngine()
  const { cognito, UserPoolId } = await emptyPool(engine)
  const make = (more: object) => cognito.send(new CreateUserPoolClientCommand({ UserPoolId, ClientName: 'app', ...more }))
  for (const more of [
    { ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'ADMIN_NO_SRP_AUTH'] },
    { AccessTokenValidity: 2, TokenValidityUnits: { AccessToken: 'minutes' } },
    { AccessTokenValidity: 23, RefreshTokenValidity: 2, TokenValidityUnits: { RefreshToken: 'hours' } },
  ])
    await expect(make(more)).rejects.toMatchObject({ name: 'InvalidParameterException' })
})

test('constraints are told in AWS\'s sentence, without values that are secret', async () => {
  await using engine = await createTestEngine()
  const { cognito } = await emptyPool(engine)
  await expect(cognito.send(new DescribeUserPoolCommand({ UserPoolId: 'nonsense' }))).rejects.toMatchObject({
    name: 'InvalidParameterException',
    message: "1 validation error detected: Value 'nonsense' at 'userPoolId' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w-]+_[0-9a-zA-Z]+",
  })
  await expect(cognito.send(new DescribeUserPoolClientCommand({ UserPoolId: 'us-east-1_a', ClientId: 'a b' }))).rejects.toMatchObject({
    message: "1 validation error detected: Value at 'clientId' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+]+",
  })
})

test('tags come and go by ARN', async () => {
  await using engine = await createTestEngine()
  const { cognito, pool } = await emptyPool(engine)
  const ResourceArn = pool.Arn!
  await cognito.send(new TagResourceCommand({ ResourceArn, Tags: { stage: 'dev', team: 'a' } }))
  await cognito.send(new UntagResourceCommand({ ResourceArn, TagKeys: ['team'] }))
  expect((await cognito.send(new ListTagsForResourceCommand({ ResourceArn }))).Tags).toEqual({ stage: 'dev' })
})

test('a custom attribute gets its prefix, once', async () => {
  await using engine = await createTestEngine()
  const { cognito, UserPoolId } = await emptyPool(engine)
  const add = () =>
    cognito.send(new AddCustomAttributesCommand({ UserPoolId, CustomAttributes: [{ Name: 'plan', AttributeDataType: 'String' }] }))
  await add()
  const { UserPool } = await cognito.send(new DescribeUserPoolCommand({ UserPoolId }))
  expect(UserPool!.SchemaAttributes!.at(-1)).toMatchObject({ Name: 'custom:plan', Mutable: true, Required: false })
  await expect(add()).rejects.toMatchObject({ name: 'InvalidParameterException' })
})

test('a browser is allowed to call from any origin, and errors are named in body and header', async () => {
  await using engine = await createTestEngine()
  const asked = await fetch(engine.endpoint, {
    method: 'OPTIONS',
    headers: { origin: 'http://localhost:3000', 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type,x-amz-target' },
  })
  expect(asked.status).toBe(200)
  expect(asked.headers.get('access-control-allow-headers')).toContain('x-amz-target')
  const call = await fetch(engine.endpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'AWSCognitoIdentityProviderService.InitiateAuth' },
    body: JSON.stringify({ ClientId: 'nobody', AuthFlow: 'USER_PASSWORD_AUTH' }),
  })
  expect(call.headers.get('access-control-allow-origin')).toBe('*')
  expect(call.headers.get('x-amzn-errortype')).toBe('ResourceNotFoundException:')
  expect([call.status, await call.json()]).toEqual([
    400, { __type: 'ResourceNotFoundException', message: 'User pool client nobody does not exist.' },
  ])
})
