import {
  AdminAddUserToGroupCommand, CognitoIdentityProviderClient, CreateGroupCommand, CreateUserPoolCommand,
  DeleteUserPoolCommand, GetUserCommand, InitiateAuthCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { createLocalJWKSet, decodeProtectedHeader, jwtVerify, type JSONWebKeySet } from 'jose'
import { expect, test } from 'vitest'
import { createTestEngine, stoppedClock } from '../../../../testing/engine.ts'
import { findKeys } from '../state.ts'
import { keysOf } from './keys.ts'
import { ADA, PASSWORD, poolWithAda, signIn } from './test-pool.ts'

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/

async function fetchKeys(endpoint: string, poolId: string) {
  return createLocalJWKSet((await (await fetch(`${endpoint}/${poolId}/.well-known/jwks.json`)).json()) as JSONWebKeySet)
}

test('tokens verify against the fetched JWKS and hold the claims that Cognito issues, no more and no less', async () => {
  await using engine = await createTestEngine()
  const setup = await poolWithAda(engine)
  const { AuthenticationResult: result, ...rest } = await signIn(setup)
  expect(rest).toMatchObject({ ChallengeParameters: {} })
  expect(result).toMatchObject({ ExpiresIn: 3600, TokenType: 'Bearer' })
  const keys = await fetchKeys(engine.endpoint, setup.UserPoolId)
  const issuer = `https://cognito-idp.us-east-1.amazonaws.com/${setup.UserPoolId}`
  const id = await jwtVerify(result!.IdToken!, keys, { issuer, audience: setup.ClientId, algorithms: ['RS256'] })
  const access = await jwtVerify(result!.AccessToken!, keys, { issuer, algorithms: ['RS256'] })
  const { iat, exp, auth_time, jti, event_id, origin_jti, ...idClaims } = id.payload
  const sub = setup.user.Username
  expect(idClaims).toEqual({
    sub, iss: issuer, 'cognito:username': sub, aud: setup.ClientId, token_use: 'id',
    email: ADA, email_verified: true, name: 'Ada Example',
  })
  expect(exp! - iat!).toBe(3600)
  expect(auth_time).toBe(iat)
  for (const each of [jti, event_id, origin_jti, sub]) expect(each).toMatch(UUID)
  const { iat: _i, exp: _e, auth_time: _a, jti: accessJti, ...accessClaims } = access.payload
  expect(accessClaims).toEqual({
    sub, iss: issuer, client_id: setup.ClientId, origin_jti, event_id, token_use: 'access',
    scope: 'aws.cognito.signin.user.admin', username: sub,
  })
  expect(accessJti).not.toBe(jti)
  expect(Object.keys(decodeProtectedHeader(result!.IdToken!))).toEqual(['kid', 'alg'])
  expect(id.protectedHeader.kid).not.toBe(access.protectedHeader.kid)
})

test('groups are in both tokens, roles in the ID token, and the preferred role is of the group that ranks first', async () => {
  await using engine = await createTestEngine()
  const setup = await poolWithAda(engine)
  const { cognito, UserPoolId } = setup
  for (const [GroupName, Precedence] of [['writers', 5], ['admins', 1]] as const) {
    const RoleArn = `arn:aws:iam::000000000000:role/${GroupName}`
    await cognito.send(new CreateGroupCommand({ UserPoolId, GroupName, Precedence, RoleArn }))
    await cognito.send(new AdminAddUserToGroupCommand({ UserPoolId, GroupName, Username: ADA }))
  }
  const { AuthenticationResult: result } = await signIn(setup)
  const keys = await fetchKeys(engine.endpoint, UserPoolId)
  const [id, access] = [await jwtVerify(result!.IdToken!, keys), await jwtVerify(result!.AccessToken!, keys)]
  expect(access.payload['cognito:groups']).toEqual(['writers', 'admins'])
  expect(id.payload).toMatchObject({
    'cognito:groups': ['writers', 'admins'],
    'cognito:roles': ['arn:aws:iam::000000000000:role/writers', 'arn:aws:iam::000000000000:role/admins'],
    'cognito:preferred_role': 'arn:aws:iam::000000000000:role/admins',
  })
})

test('lifetimes follow the client and its units, and an expired access token is refused by name', async () => {
  const clock = stoppedClock()
  await using engine = await createTestEngine({ clock })
  const setup = await poolWithAda(engine, {
    client: { AccessTokenValidity: 10, IdTokenValidity: 2, TokenValidityUnits: { AccessToken: 'minutes', IdToken: 'hours' } },
  })
  const { AuthenticationResult: result } = await signIn(setup)
  expect(result!.ExpiresIn).toBe(600)
  const user = () => setup.cognito.send(new GetUserCommand({ AccessToken: result!.AccessToken! }))
  await clock.advance(599_000)
  expect((await user()).Username).toBe(setup.user.Username)
  await clock.advance(2_000)
  await expect(user()).rejects.toMatchObject({ name: 'NotAuthorizedException', message: 'Access Token has expired' })
})

test('a refresh keeps the sign-in (origin_jti, auth_time), issues new tokens and no refresh token', async () => {
  const clock = stoppedClock()
  await using engine = await createTestEngine({ clock })
  const setup = await poolWithAda(engine)
  const { AuthenticationResult: first } = await signIn(setup)
  await clock.advance(60_000)
  const refresh = () =>
    setup.cognito.send(
      new InitiateAuthCommand({ ClientId: setup.ClientId, AuthFlow: 'REFRESH_TOKEN_AUTH', AuthParameters: { REFRESH_TOKEN: first!.RefreshToken! } }),
    )
  const { AuthenticationResult: second } = await refresh()
  expect(second!.RefreshToken).toBeUndefined()
  const keys = await fetchKeys(engine.endpoint, setup.UserPoolId)
  const currentDate = new Date(clock.now())
  const [before, after] = [first!, second!].map(({ IdToken }) => jwtVerify(IdToken!, keys, { currentDate }))
  const [a, b] = [(await before!).payload, (await after!).payload]
  expect(b).toMatchObject({ origin_jti: a['origin_jti'], auth_time: a['auth_time'], iat: a.iat! + 60 })
  expect(b.jti).not.toBe(a.jti)
  await clock.advance(30 * 86_400_000)
  await expect(refresh()).rejects.toMatchObject({ name: 'NotAuthorizedException', message: 'Refresh Token has expired' })
})

test('discovery is AWS-shaped, is found by host name and in process, and unknown pools are 404', async () => {
  await using engine = await createTestEngine()
  const { UserPoolId, cognito } = await poolWithAda(engine)
  const issuer = `https://cognito-idp.us-east-1.amazonaws.com/${UserPoolId}`
  const path = `/${UserPoolId}/.well-known/openid-configuration`
  const local = (await (await fetch(engine.endpoint + path)).json()) as object
  expect(local).toMatchObject({ issuer, jwks_uri: `${issuer}/.well-known/jwks.json`, id_token_signing_alg_values_supported: ['RS256'] })
  const inProcess = await engine.host.get(`${issuer}/.well-known/openid-configuration`)
  expect(JSON.parse(inProcess!.body as string)).toEqual(local)
  const keys = await engine.host.get(`${issuer}/.well-known/jwks.json`)
  expect((JSON.parse(keys!.body as string) as JSONWebKeySet).keys).toHaveLength(2)
  await cognito.send(new DeleteUserPoolCommand({ UserPoolId }))
  const gone = await fetch(engine.endpoint + path)
  expect([gone.status, await gone.json()]).toEqual([404, { message: `User pool ${UserPoolId} does not exist.` }])
})

test('a pool that goes away while its keys are being made leaves none behind', async () => {
  await using engine = await createTestEngine()
  const cognito = new CognitoIdentityProviderClient(engine.client)
  const { UserPool } = await cognito.send(new CreateUserPoolCommand({ PoolName: 'brief' }))
  const underway = keysOf(engine.host, UserPool!.Id!)
  await engine.reset()
  expect((await underway).id.kty).toBe('RSA')
  expect(findKeys(engine.host, UserPool!.Id!)).toBeUndefined()
})

test('the JWKS shows public members only', async () => {
  await using engine = await createTestEngine()
  const { UserPoolId } = await poolWithAda(engine)
  const { keys } = (await (await fetch(`${engine.endpoint}/${UserPoolId}/.well-known/jwks.json`)).json()) as JSONWebKeySet
  for (const key of keys) expect(Object.keys(key)).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use'])
})

test('a pool of another account and region signs its users in by the client id alone', async () => {
  await using engine = await createTestEngine()
  const credentials = { accessKeyId: '123456789012', secretAccessKey: 'test' }
  const setup = await poolWithAda({ client: { ...engine.client, region: 'eu-west-1', credentials } })
  expect(setup.UserPoolId).toMatch(/^eu-west-1_[A-Za-z0-9]{9}$/)
  const anyone = new CognitoIdentityProviderClient(engine.client)
  const { AuthenticationResult } = await signIn({ cognito: anyone, ClientId: setup.ClientId }, { PASSWORD })
  const keys = await fetchKeys(engine.endpoint, setup.UserPoolId)
  const { payload } = await jwtVerify(AuthenticationResult!.IdToken!, keys)
  expect(payload.iss).toBe(`https://cognito-idp.eu-west-1.amazonaws.com/${setup.UserPoolId}`)
})
