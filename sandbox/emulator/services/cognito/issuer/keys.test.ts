import { GetUserCommand } from '@aws-sdk/client-cognito-identity-provider'
import { createRemoteJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify, type JSONWebKeySet } from 'jose'
import { expect, test } from 'vitest'
import { startEmulator } from '../../../index.ts'
import { createTestEngine } from '../../../../testing/engine.ts'
import { poolWithAda, signIn } from './test-pool.ts'

async function rotate({ endpoint }: { readonly endpoint: string }, pool: string, forget = false): Promise<void> {
  const answer = await fetch(`${endpoint}/_sandbox/cognito/rotate-keys`, { method: 'POST', body: JSON.stringify({ pool, forget }) })
  expect(await answer.json()).toEqual({ rotated: pool })
}

test('after a rotation new keys sign, and old tokens verify until the old keys are forgotten', async () => {
  await using engine = await createTestEngine()
  const setup = await poolWithAda(engine)
  const before = (await signIn(setup)).AuthenticationResult!
  const kids = async () => ((await (await fetch(`${engine.endpoint}/${setup.UserPoolId}/.well-known/jwks.json`)).json()) as JSONWebKeySet).keys.map(({ kid }) => kid)
  const old = await kids()
  await rotate(engine, setup.UserPoolId)
  const now = await kids()
  expect(now).toHaveLength(4)
  expect(now.slice(2)).toEqual(old)
  const after = (await signIn(setup)).AuthenticationResult!
  expect(now.slice(0, 2)).toEqual([after.IdToken!, after.AccessToken!].map((token) => decodeProtectedHeader(token).kid))
  const whoAmI = (AccessToken: string) => setup.cognito.send(new GetUserCommand({ AccessToken }))
  for (const { AccessToken } of [before, after]) expect((await whoAmI(AccessToken!)).Username).toBe(setup.user.Username)
  await rotate(engine, setup.UserPoolId, true)
  expect(await kids()).toHaveLength(2)
  await expect(whoAmI(after.AccessToken!)).rejects.toMatchObject({ message: 'Could not verify signature for Access Token' })
})

test('with a local issuer, discovery from the token alone leads to the keys', async () => {
  const engine = await startEmulator({ port: 0, tokenIssuer: 'local' })
  try {
    const setup = await poolWithAda({ client: { endpoint: engine.endpoint, region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } } })
    const token = (await signIn(setup)).AuthenticationResult!.IdToken!
    const issuer = decodeJwt(token).iss!
    expect(issuer).toBe(`${engine.endpoint}/${setup.UserPoolId}`)
    const { jwks_uri } = (await (await fetch(`${issuer}/.well-known/openid-configuration`)).json()) as { jwks_uri: string }
    expect((await jwtVerify(token, createRemoteJWKSet(new URL(jwks_uri)), { issuer })).payload['token_use']).toBe('id')
  } finally {
    await engine.stop()
  }
})

test('claims are signed on request with the key of their kind, for pools that there are', async () => {
  await using engine = await createTestEngine()
  const { UserPoolId } = await poolWithAda(engine)
  const ask = (body: unknown) => fetch(`${engine.endpoint}/_sandbox/cognito/sign`, { method: 'POST', body: JSON.stringify(body) })
  const { keys } = (await (await fetch(`${engine.endpoint}/${UserPoolId}/.well-known/jwks.json`)).json()) as JSONWebKeySet
  for (const [index, token_use] of ['id', 'access'].entries()) {
    const { token } = (await (await ask({ pool: UserPoolId, claims: { token_use, exp: 1 } })).json()) as { token: string }
    expect([decodeProtectedHeader(token).kid, decodeJwt(token)]).toEqual([keys[index]!.kid, { token_use, exp: 1 }])
  }
  expect((await ask({ pool: 'us-east-1_nobody', claims: {} })).status).toBe(404)
  expect((await ask('nonsense')).status).toBe(400)
})
