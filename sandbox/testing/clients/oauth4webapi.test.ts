import { CreateResourceServerCommand, CreateUserPoolClientCommand, CreateUserPoolDomainCommand } from '@aws-sdk/client-cognito-identity-provider'
import * as oauth from 'oauth4webapi'
import { expect, test } from 'vitest'
import { startEmulator, type Emulator } from '../../emulator/index.ts'
import { Browser, CALLBACK } from '../../emulator/services/cognito/issuer/hosted/test-browser.ts'
import { ADA, poolWithAda } from '../../emulator/services/cognito/issuer/test-pool.ts'

/* A certified OAuth client, unmodified: discovery, the code flow with PKCE through the login page, and the client's own grant. */

const insecure = { [oauth.allowInsecureRequests]: true }

/** An engine whose tokens name it as their issuer, so that a client finds all by discovery. */
async function localEngine(): Promise<Emulator & AsyncDisposable & { client: { endpoint: string; region: string; credentials: { accessKeyId: string; secretAccessKey: string } } }> {
  const engine = await startEmulator({ port: 0, tokenIssuer: 'local' })
  const client = { endpoint: engine.endpoint, region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } }
  return { ...engine, client, [Symbol.asyncDispose]: () => engine.stop() }
}

async function setUp(engine: Awaited<ReturnType<typeof localEngine>>) {
  const { cognito, UserPoolId } = await poolWithAda(engine)
  await cognito.send(new CreateUserPoolDomainCommand({ UserPoolId, Domain: 'people-1' }))
  await cognito.send(
    new CreateResourceServerCommand({ UserPoolId, Identifier: 'files', Name: 'files', Scopes: [{ ScopeName: 'write', ScopeDescription: 'write files' }] }),
  )
  const newClient = async (settings: object) =>
    (await cognito.send(new CreateUserPoolClientCommand({ UserPoolId, ClientName: 'web', AllowedOAuthFlowsUserPoolClient: true, ...settings }))).UserPoolClient!
  const issuer = new URL(`${engine.endpoint}/${UserPoolId}`)
  const as = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, insecure))
  return { UserPoolId, newClient, as }
}

test('the authorization code flow with PKCE, userinfo, refresh, revocation', async () => {
  await using engine = await localEngine()
  const { newClient, as } = await setUp(engine)
  const made = await newClient({ AllowedOAuthFlows: ['code'], AllowedOAuthScopes: ['openid', 'email', 'files/write'], CallbackURLs: [CALLBACK] })
  const client: oauth.Client = { client_id: made.ClientId! }
  const verifier = oauth.generateRandomCodeVerifier()
  const [state, nonce] = [oauth.generateRandomState(), oauth.generateRandomNonce()]
  const asked = new URLSearchParams({
    ...{ client_id: client.client_id, redirect_uri: CALLBACK, response_type: 'code', scope: 'openid email files/write', state, nonce },
    ...{ code_challenge: await oauth.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256' },
  })
  const base = new URL(as.authorization_endpoint!).href.replace(/\/oauth2\/authorize$/, '')
  const signedIn = await new Browser().signIn(base, asked.toString())
  const parameters = oauth.validateAuthResponse(as, client, new URL(signedIn.headers.get('location')!), state)

  const response = await oauth.authorizationCodeGrantRequest(as, client, oauth.None(), parameters, CALLBACK, verifier, insecure)
  const tokens = await oauth.processAuthorizationCodeResponse(as, client, response, { expectedNonce: nonce, requireIdToken: true })
  const claims = oauth.getValidatedIdTokenClaims(tokens)!
  expect(claims).toMatchObject({ iss: as.issuer, aud: client.client_id, email: ADA, nonce, token_use: 'id' })
  await oauth.validateApplicationLevelSignature(as, response, insecure)

  const info = await oauth.userInfoRequest(as, client, tokens.access_token, insecure)
  expect(await oauth.processUserInfoResponse(as, client, claims.sub, info)).toMatchObject({ email: ADA })

  const refreshing = await oauth.refreshTokenGrantRequest(as, client, oauth.None(), tokens.refresh_token!, insecure)
  expect((await oauth.processRefreshTokenResponse(as, client, refreshing)).access_token).not.toBe(tokens.access_token)

  await oauth.processRevocationResponse(await oauth.revocationRequest(as, client, oauth.None(), tokens.refresh_token!, insecure))
  const late = await oauth.refreshTokenGrantRequest(as, client, oauth.None(), tokens.refresh_token!, insecure)
  await expect(oauth.processRefreshTokenResponse(as, client, late)).rejects.toMatchObject({ error: 'invalid_grant' })
})

test('a code is for one use, and for the verifier it was asked with', async () => {
  await using engine = await localEngine()
  const { newClient, as } = await setUp(engine)
  const made = await newClient({ AllowedOAuthFlows: ['code'], AllowedOAuthScopes: ['openid'], CallbackURLs: [CALLBACK] })
  const client: oauth.Client = { client_id: made.ClientId! }
  const verifier = oauth.generateRandomCodeVerifier()
  const asked = new URLSearchParams({
    ...{ client_id: client.client_id, redirect_uri: CALLBACK, response_type: 'code', scope: 'openid' },
    ...{ code_challenge: await oauth.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256' },
  })
  const base = new URL(as.authorization_endpoint!).href.replace(/\/oauth2\/authorize$/, '')
  const browser = new Browser()
  const codeParameters = async () => oauth.validateAuthResponse(as, client, new URL((await browser.signIn(base, asked.toString())).headers.get('location')!), oauth.expectNoState)
  const redeem = async (parameters: URLSearchParams, by: string) =>
    oauth.processAuthorizationCodeResponse(as, client, await oauth.authorizationCodeGrantRequest(as, client, oauth.None(), parameters, CALLBACK, by, insecure))
  await expect(redeem(await codeParameters(), oauth.generateRandomCodeVerifier())).rejects.toMatchObject({ error: 'invalid_grant' })
  const parameters = await codeParameters()
  expect((await redeem(parameters, verifier)).token_type).toBe('bearer')
  await expect(redeem(parameters, verifier)).rejects.toMatchObject({ error: 'invalid_grant' })
})

test('client credentials, with the secret in the header and in the form', async () => {
  await using engine = await localEngine()
  const { newClient, as } = await setUp(engine)
  const made = await newClient({ AllowedOAuthFlows: ['client_credentials'], AllowedOAuthScopes: ['files/write'], GenerateSecret: true })
  const client: oauth.Client = { client_id: made.ClientId! }
  for (const proof of [oauth.ClientSecretBasic(made.ClientSecret!), oauth.ClientSecretPost(made.ClientSecret!)]) {
    const response = await oauth.clientCredentialsGrantRequest(as, client, proof, { scope: 'files/write' }, insecure)
    const { access_token: token, expires_in } = await oauth.processClientCredentialsResponse(as, client, response)
    expect(JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString())).toMatchObject({ iss: as.issuer, client_id: client.client_id, scope: 'files/write', token_use: 'access' })
    expect(expires_in).toBe(3600)
  }
  const wrong = await oauth.clientCredentialsGrantRequest(as, client, oauth.ClientSecretBasic('wrong'), {}, insecure)
  await expect(oauth.processClientCredentialsResponse(as, client, wrong)).rejects.toMatchObject({ error: 'invalid_client' })
})
