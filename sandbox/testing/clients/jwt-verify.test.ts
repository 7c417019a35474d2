import {
  ApiGatewayV2Client, CreateApiCommand, CreateAuthorizerCommand, CreateRouteCommand, CreateStageCommand, type ApiGatewayV2ClientConfig,
} from '@aws-sdk/client-apigatewayv2'
import { CognitoJwtVerifier, JwtVerifier } from 'aws-jwt-verify'
import { SimpleJwksCache } from 'aws-jwt-verify/jwk'
import { expect, test } from 'vitest'
import { ADA, poolWithAda, signIn } from '../../emulator/services/cognito/issuer/test-pool.ts'
import { startEmulator } from '../../emulator/index.ts'
import { createTestEngine, type TestEngine } from '../engine.ts'

/* AWS's own verifier, unmodified. Cognito's issuer is an AWS address that is not ours, so its keys are handed over; with the issuer set to `local` they are fetched. */

async function tokensOf(engine: Pick<TestEngine, 'client' | 'endpoint'>) {
  const pool = await poolWithAda(engine)
  const { IdToken, AccessToken } = (await signIn(pool)).AuthenticationResult!
  const jwks = (await (await fetch(`${engine.endpoint}/${pool.UserPoolId}/.well-known/jwks.json`)).json()) as { keys: { kid: string; alg: string; kty: 'RSA'; use: 'sig'; n: string; e: string }[] }
  return { ...pool, id: IdToken!, access: AccessToken!, jwks }
}

/** The status that an HTTP API gives to a token, where its authorizer names `Issuer`; nothing is behind the route, so being let in shows as a 500. */
async function askApi(config: ApiGatewayV2ClientConfig, Issuer: string, clientId: string, token: string): Promise<number> {
  const api = new ApiGatewayV2Client(config)
  const { ApiId, ApiEndpoint } = await api.send(new CreateApiCommand({ Name: 'demo', ProtocolType: 'HTTP' }))
  const { AuthorizerId } = await api.send(
    new CreateAuthorizerCommand({
      ...{ ApiId, Name: 'pool', AuthorizerType: 'JWT', IdentitySource: ['$request.header.Authorization'] },
      JwtConfiguration: { Issuer, Audience: [clientId] },
    }),
  )
  await api.send(new CreateRouteCommand({ ApiId, RouteKey: 'GET /', AuthorizationType: 'JWT', AuthorizerId }))
  await api.send(new CreateStageCommand({ ApiId, StageName: '$default', AutoDeploy: true }))
  const { status } = await fetch(ApiEndpoint!, { headers: { authorization: `Bearer ${token}` } })
  return status
}

test('CognitoJwtVerifier with the keys handed over', async () => {
  await using engine = await createTestEngine()
  const { UserPoolId: userPoolId, ClientId: clientId, id, access, jwks } = await tokensOf(engine)
  const verifier = CognitoJwtVerifier.create({ userPoolId, clientId, tokenUse: null })
  verifier.cacheJwks(jwks)
  expect(await verifier.verify(id)).toMatchObject({ token_use: 'id', email: ADA, aud: clientId })
  expect(await verifier.verify(access)).toMatchObject({ token_use: 'access', client_id: clientId, scope: 'aws.cognito.signin.user.admin' })
  await expect(verifier.verify(id, { tokenUse: 'access', clientId })).rejects.toThrow('Token use not allowed: id. Expected: access')
  await expect(verifier.verify(id, { tokenUse: 'id', clientId: 'other' })).rejects.toThrow('Client ID')
})

test('what is bad on purpose is refused', async () => {
  await using engine = await createTestEngine()
  const { UserPoolId: userPoolId, ClientId: clientId, id, jwks } = await tokensOf(engine)
  const verifier = CognitoJwtVerifier.create({ userPoolId, clientId, tokenUse: 'id' })
  verifier.cacheJwks(jwks)
  const claims = JSON.parse(Buffer.from(id.split('.')[1]!, 'base64url').toString()) as Record<string, unknown>
  const signed = async (more: object) => {
    const response = await fetch(`${engine.endpoint}/_sandbox/cognito/sign`, { method: 'POST', body: JSON.stringify({ pool: userPoolId, claims: { ...claims, ...more } }) })
    return ((await response.json()) as { token: string }).token
  }
  await expect(verifier.verify(await signed({ exp: 1 }))).rejects.toThrow('expired')
  await expect(verifier.verify(await signed({ iss: 'https://elsewhere.test' }))).rejects.toThrow('issuer not configured')
  const [header, , signature] = id.split('.')
  const other = Buffer.from(JSON.stringify({ ...claims, sub: 'another' })).toString('base64url')
  await expect(verifier.verify(`${header}.${other}.${signature}`)).rejects.toThrow('Invalid signature')
})

test('with the issuer set to local, verifiers fetch the keys themselves', async () => {
  const engine = await startEmulator({ port: 0, tokenIssuer: 'local' })
  try {
    const client = { endpoint: engine.endpoint, region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } }
    const { UserPoolId, ClientId, id } = await tokensOf({ client, endpoint: engine.endpoint })
    const issuer = `${engine.endpoint}/${UserPoolId}`
    const discovery = (await (await fetch(`${issuer}/.well-known/openid-configuration`)).json()) as { issuer: string; jwks_uri: string }
    expect(discovery).toMatchObject({ issuer, jwks_uri: `${issuer}/.well-known/jwks.json` })
    const fetched: string[] = []
    // Its own fetcher speaks TLS alone; where keys come from is for its user to say.
    const fetcher = {
      async fetch(uri: string) {
        fetched.push(uri)
        return (await fetch(uri)).arrayBuffer()
      },
    }
    const verifier = JwtVerifier.create({ issuer, audience: ClientId, jwksUri: discovery.jwks_uri }, { jwksCache: new SimpleJwksCache({ fetcher }) })
    expect(await verifier.verify(id)).toMatchObject({ iss: issuer, email: ADA })
    expect(await verifier.verify(id)).toMatchObject({ token_use: 'id' })
    expect(fetched).toEqual([discovery.jwks_uri])
    expect(await askApi(client, `https://cognito-idp.us-east-1.amazonaws.com/${UserPoolId}`, ClientId, id), 'an authorizer as templates have it').toBe(500)
    expect(await askApi(client, issuer, ClientId, id)).toBe(500)
    expect(await askApi(client, `${issuer}x`, ClientId, id)).toBe(401)
  } finally {
    await engine.stop()
  }
})
