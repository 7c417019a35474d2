import {
  AdminCreateUserCommand, CreateResourceServerCommand, CreateUserPoolClientCommand, DeleteUserPoolCommand, DeleteUserPoolDomainCommand, DescribeUserPoolCommand,
  DescribeUserPoolDomainCommand, GetUserCommand, ListResourceServersCommand, SetUserPoolMfaConfigCommand, UpdateResourceServerCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import { createLocalJWKSet, decodeJwt, jwtVerify, type JSONWebKeySet } from 'jose'
import { expect, test } from 'vitest'
import { createTestEngine, stoppedClock } from '../../../../../testing/engine.ts'
import { raw } from '../../../../../testing/http-api.ts'
import { ADA, PASSWORD } from '../test-pool.ts'
import { codeAt } from '../totp.ts'
import { Browser, CALLBACK, CHALLENGE, codeOf, hostedPool, VERIFIER } from './test-browser.ts'

const PKCE = { code_challenge: CHALLENGE, code_challenge_method: 'S256' }
const error = async (response: Response) => [response.status, await response.json()]

test('the code flow with PKCE: login page, code, tokens that verify and carry what was granted', async () => {
  await using engine = await createTestEngine()
  const { base, web, asking, token, UserPoolId, user } = await hostedPool(engine)
  const discovery = (await (await fetch(`${engine.endpoint}/${UserPoolId}/.well-known/openid-configuration`)).json()) as Record<string, string>
  expect(discovery['authorization_endpoint']).toBe(`${base}/oauth2/authorize`)
  const back = await new Browser().signIn(base, asking({ ...PKCE, nonce: 'n-1' }))
  const location = new URL(back.headers.get('location')!)
  expect(location.origin + location.pathname).toBe(CALLBACK)
  expect(location.searchParams.get('state')).toBe('a b')
  const form = { grant_type: 'authorization_code', code: codeOf(back), redirect_uri: CALLBACK, code_verifier: VERIFIER }
  const answer = await fetch(discovery['token_endpoint']!, { method: 'POST', body: new URLSearchParams({ client_id: web.ClientId!, ...form }) })
  const tokens = (await answer.json()) as Record<string, string>
  expect(Object.keys(tokens).sort()).toEqual(['access_token', 'expires_in', 'id_token', 'refresh_token', 'token_type'])
  const keys = createLocalJWKSet((await (await fetch(`${engine.endpoint}/${UserPoolId}/.well-known/jwks.json`)).json()) as JSONWebKeySet)
  const id = await jwtVerify(tokens['id_token']!, keys, { audience: web.ClientId! })
  expect(id.payload).toMatchObject({ sub: user.Username, nonce: 'n-1', email: ADA, email_verified: true, token_use: 'id', at_hash: expect.stringMatching(/^[\w-]{22}$/) })
  // `email` was asked for and `profile` was not.
  expect(id.payload['name']).toBeUndefined()
  const access = await jwtVerify(tokens['access_token']!, keys)
  expect(access.payload).toMatchObject({ scope: 'openid email', version: 2, client_id: web.ClientId, username: user.Username, token_use: 'access' })
  expect(await error(await token(form))).toEqual([400, { error: 'invalid_grant' }])
})

test('a code is bound to its verifier, its address and its client, and to five minutes', async () => {
  const clock = stoppedClock()
  await using engine = await createTestEngine({ clock })
  const { base, asking, token } = await hostedPool(engine)
  const browser = new Browser()
  const redeem = async (more: Record<string, string>, query = asking(PKCE), wait_ms = 0) => {
    const code = codeOf(await browser.signIn(base, query))
    await clock.advance(wait_ms)
    return token({ grant_type: 'authorization_code', code, redirect_uri: CALLBACK, ...more })
  }
  const refused = [400, { error: 'invalid_grant' }]
  expect((await redeem({ code_verifier: VERIFIER })).status).toBe(200)
  expect(await error(await redeem({ code_verifier: `${VERIFIER}x` }))).toEqual(refused)
  expect(await error(await redeem({}))).toEqual(refused)
  expect(await error(await redeem({ code_verifier: VERIFIER, redirect_uri: `${CALLBACK}/` }))).toEqual(refused)
  expect(await error(await redeem({ code_verifier: VERIFIER }, asking(PKCE), 300_000))).toEqual(refused)
  expect((await redeem({}, asking())).status).toBe(200)
})

test('a signed-in browser goes back at once until it signs out', async () => {
  await using engine = await createTestEngine()
  const { base, asking, web } = await hostedPool(engine)
  const browser = new Browser()
  const authorize = async (more: Record<string, string> = {}) => (await browser.get(`${base}/oauth2/authorize?${asking(more)}`)).headers.get('location')!
  expect(await authorize({ prompt: 'none' })).toBe(`${CALLBACK}?error=login_required&state=a+b`)
  await browser.signIn(base, asking())
  expect(await authorize()).toMatch(/\/callback\?code=/)
  expect(await authorize({ prompt: 'login' })).toMatch(/\/login\?/)
  const bye = await browser.get(`${base}/logout?client_id=${web.ClientId}&logout_uri=http://localhost:3000/bye`)
  expect([bye.status, bye.headers.get('location')]).toEqual([302, 'http://localhost:3000/bye'])
  expect(await authorize()).toMatch(/\/login\?/)
  const foreign = await browser.get(`${base}/logout?client_id=${web.ClientId}&logout_uri=https://evil.example/`)
  expect(foreign.headers.get('location')).toMatch(/\/error\?error=redirect_mismatch/)
})

test('what is wrong with a request is told to the client, or to the user where the client is not known to be one', async () => {
  await using engine = await createTestEngine()
  const { base, asking } = await hostedPool(engine)
  const go = async (more: Record<string, string>) =>
    (await fetch(`${base}/oauth2/authorize?${asking(more)}`, { redirect: 'manual' })).headers.get('location')
  expect(await go({ client_id: 'nobody' })).toMatch(/^\/_aws\/cognito\/people-1\/error\?error=Client\+does\+not\+exist/)
  expect(await go({ redirect_uri: 'https://evil.example/' })).toMatch(/\/error\?error=redirect_mismatch/)
  expect(await go({ response_type: 'id_token' })).toBe(`${CALLBACK}?error=invalid_request&state=a+b`)
  expect(await go({ response_type: 'token' })).toBe(`${CALLBACK}?error=unauthorized_client&state=a+b`)
  expect(await go({ scope: 'openid phone' })).toBe(`${CALLBACK}?error_description=invalid_scope&error=invalid_request&state=a+b`)
  expect(await go({ code_challenge: 'x'.repeat(43), code_challenge_method: 'plain' })).toBe(`${CALLBACK}?error=invalid_request&state=a+b`)
  const page = await fetch(`${base}/error?error=%3Cscript%3E`)
  expect(await page.text()).not.toContain('<script>')
})

test('the login page is one whole page, refuses forged forms, and says what is wrong with a password', async () => {
  await using engine = await createTestEngine()
  const { base, asking } = await hostedPool(engine)
  const browser = new Browser()
  const url = `${base}/login?${asking()}`
  const page = await browser.get(url)
  const html = await page.text()
  expect(page.headers.get('content-security-policy')).toMatch(/default-src 'none'.*frame-ancestors 'none'/)
  expect(html).toMatch(/<html lang="en">[^]*<label for="username">[^]*<label for="password">/)
  expect(html).not.toMatch(/<script|<link|https?:\/\//)
  const forged = await new Browser().submit(url, html, { username: ADA, password: PASSWORD })
  expect([forged.status, forged.headers.get('location')]).toEqual([403, null])
  const elsewhere = await browser.submit(url, html, { username: ADA, password: PASSWORD, _csrf: 'guessed' })
  expect([elsewhere.status, elsewhere.headers.get('location')]).toEqual([403, null])
  const wrong = await browser.submit(url, await elsewhere.text(), { username: ADA, password: '<b>' })
  expect([wrong.status, await wrong.text()]).toEqual([400, expect.stringContaining('role="alert" id="problem">Incorrect username or password.')])
  expect(browser.cookies.has('cognito')).toBe(false)
})

test('a new user chooses a password and sets up an app on the way', async () => {
  const clock = stoppedClock()
  await using engine = await createTestEngine({ clock })
  const { base, asking, cognito, UserPoolId } = await hostedPool(engine)
  await cognito.send(new SetUserPoolMfaConfigCommand({ UserPoolId, MfaConfiguration: 'ON', SoftwareTokenMfaConfiguration: { Enabled: true } }))
  await cognito.send(new AdminCreateUserCommand({ UserPoolId, Username: 'new@example.com', TemporaryPassword: 'Temporary-1!' }))
  const browser = new Browser()
  const url = `${base}/login?${asking()}`
  const change = await (await browser.submit(url, await (await browser.get(url)).text(), { username: 'new@example.com', password: 'Temporary-1!' })).text()
  expect(change).toContain('Choose a new password')
  const weak = await browser.submit(url, change, { new_password: 'weak' })
  expect(await weak.text()).toContain('Password did not conform with policy: Password not long enough')
  const setup = await (await browser.submit(url, change, { new_password: 'Chosen-One-1!' })).text()
  const secret = /<code>([A-Z2-7]{52})<\/code>/.exec(setup)![1]!
  expect(await (await browser.submit(url, setup, { code: '000000' })).text()).toContain('Invalid code received for user')
  const done = await browser.submit(url, setup, { code: codeAt(secret, clock.now()) })
  expect(codeOf(done)).not.toBe('')
  await clock.advance(30_000)
  const again = new Browser()
  const ask = await (await again.signIn(base, asking(), { username: 'new@example.com', password: 'Chosen-One-1!' })).text()
  expect(ask).toContain('Enter the code of your app')
  expect(codeOf(await again.submit(url, ask, { code: codeAt(secret, clock.now()) }))).not.toBe('')
})

test('userInfo answers to tokens with openid only; user operations to those with the self-service scope only', async () => {
  await using engine = await createTestEngine()
  const { base, asking, token, cognito, user, ClientId } = await hostedPool(engine)
  const code = codeOf(await new Browser().signIn(base, asking({ scope: 'openid profile' })))
  const tokens = (await (await token({ grant_type: 'authorization_code', code, redirect_uri: CALLBACK })).json()) as Record<string, string>
  const info = (bearer: string) => fetch(`${base}/oauth2/userInfo`, { headers: { authorization: `Bearer ${bearer}` } })
  expect(await (await info(tokens['access_token']!)).json()).toEqual({
    sub: user.Username, username: user.Username, email: ADA, email_verified: 'true', name: 'Ada Example',
  })
  const self = cognito.send(new GetUserCommand({ AccessToken: tokens['access_token']! }))
  await expect(self).rejects.toMatchObject({ name: 'NotAuthorizedException', message: 'Access Token does not have required scopes' })
  const { signIn } = await import('../test-pool.ts')
  const api = (await signIn({ cognito, ClientId })).AuthenticationResult!.AccessToken!
  const refused = await info(api)
  expect(refused.headers.get('www-authenticate')).toContain('error="invalid_token"')
  expect(await error(refused)).toEqual([401, { error: 'invalid_token', error_description: 'Access token does not contain openid scope' }])
  expect((await fetch(`${base}/oauth2/userInfo`)).status).toBe(400)
})

test('refresh and revoke: the scopes stay, no new refresh token comes, and a revoked one is spent', async () => {
  await using engine = await createTestEngine()
  const { base, asking, token, web } = await hostedPool(engine)
  const code = codeOf(await new Browser().signIn(base, asking()))
  const first = (await (await token({ grant_type: 'authorization_code', code, redirect_uri: CALLBACK })).json()) as Record<string, string>
  const refresh = () => token({ grant_type: 'refresh_token', refresh_token: first['refresh_token']! })
  const second = (await (await refresh()).json()) as Record<string, string>
  expect(Object.keys(second).sort()).toEqual(['access_token', 'expires_in', 'id_token', 'token_type'])
  expect(decodeJwt(second['access_token']!)).toMatchObject({ scope: 'openid email', origin_jti: decodeJwt(first['id_token']!)['origin_jti'] })
  const revoke = (form: Record<string, string>) =>
    fetch(`${base}/oauth2/revoke`, { method: 'POST', body: new URLSearchParams({ client_id: web.ClientId!, ...form }) })
  expect(await error(await revoke({ token: second['access_token']! }))).toEqual([400, { error: 'unsupported_token_type' }])
  expect(await error(await revoke({ token: 'x', client_id: 'nobody' }))).toEqual([401, { error: 'invalid_client' }])
  expect((await revoke({ token: first['refresh_token']! })).status).toBe(200)
  expect(await error(await refresh())).toEqual([400, { error: 'invalid_grant' }])
})

test('client credentials: a machine gets an access token of its own for the scopes of a resource server', async () => {
  await using engine = await createTestEngine()
  const { cognito, UserPoolId, base } = await hostedPool(engine)
  const server = { UserPoolId, Identifier: 'files', Name: 'Files' }
  await cognito.send(new CreateResourceServerCommand({ ...server, Scopes: [{ ScopeName: 'write', ScopeDescription: 'w' }] }))
  await cognito.send(new UpdateResourceServerCommand({ ...server, Scopes: ['read', 'write'].map((ScopeName) => ({ ScopeName, ScopeDescription: 'x' })) }))
  expect((await cognito.send(new ListResourceServersCommand({ UserPoolId }))).ResourceServers).toHaveLength(1)
  const { UserPoolClient: machine } = await cognito.send(
    new CreateUserPoolClientCommand({
      ...{ UserPoolId, ClientName: 'machine', GenerateSecret: true, AllowedOAuthFlowsUserPoolClient: true },
      ...{ AllowedOAuthFlows: ['client_credentials'], AllowedOAuthScopes: ['files/read', 'files/write'] },
    }),
  )
  const { ClientId: id, ClientSecret: secret } = machine!
  const ask = (form: Record<string, string>, authorization?: string) =>
    fetch(`${base}/oauth2/token`, { method: 'POST', headers: authorization ? { authorization } : {}, body: new URLSearchParams({ grant_type: 'client_credentials', ...form }) })
  const basic = `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`
  const answer = (await (await ask({ scope: 'files/read' }, basic)).json()) as Record<string, string>
  expect(answer).toEqual({ access_token: expect.any(String), expires_in: 3600, token_type: 'Bearer' })
  expect(decodeJwt(answer['access_token']!)).toMatchObject({ sub: id, client_id: id, scope: 'files/read', token_use: 'access', version: 2 })
  const posted = (await (await ask({ client_id: id!, client_secret: secret! })).json()) as Record<string, string>
  expect(decodeJwt(posted['access_token']!)['scope']).toBe('files/read files/write')
  expect(await error(await ask({ scope: 'files/admin' }, basic))).toEqual([400, { error: 'invalid_scope' }])
  expect(await error(await ask({ client_id: id!, client_secret: 'wrong' }))).toEqual([400, { error: 'invalid_client' }])
  expect(await error(await ask({ client_id: id! }))).toEqual([400, { error: 'invalid_client' }])
  expect(await error(await ask({ grant_type: 'password' }, basic))).toEqual([400, { error: 'unsupported_grant_type' }])
  expect(await error(await ask({ grant_type: 'authorization_code', code: 'x', redirect_uri: CALLBACK }, basic))).toEqual([400, { error: 'unauthorized_client' }])
})

test('the implicit flow gives the tokens in the fragment, without a refresh token', async () => {
  await using engine = await createTestEngine()
  const { base, asking } = await hostedPool(engine, { client: { AllowedOAuthFlows: ['implicit'] } })
  const back = await new Browser().signIn(base, asking({ response_type: 'token' }))
  const fragment = new URLSearchParams(new URL(back.headers.get('location')!).hash.slice(1))
  expect([...fragment.keys()]).toEqual(['id_token', 'access_token', 'expires_in', 'token_type', 'state'])
})

test('domains: described, unique, served by host name too, and in the way of deleting the pool', async () => {
  await using engine = await createTestEngine()
  const { cognito, UserPoolId, asking } = await hostedPool(engine)
  const describe = (Domain: string) => cognito.send(new DescribeUserPoolDomainCommand({ Domain }))
  expect((await describe('people-1')).DomainDescription).toMatchObject({ UserPoolId, Domain: 'people-1', Status: 'ACTIVE', AWSAccountId: '000000000000' })
  expect((await describe('nobody')).DomainDescription).toEqual({})
  expect((await cognito.send(new DescribeUserPoolCommand({ UserPoolId }))).UserPool!.Domain).toBe('people-1')
  const host = 'people-1.auth.us-east-1.amazoncognito.com'
  const byHost = await raw(engine.port, `/oauth2/authorize?${asking()}`, { headers: { host } })
  expect([byHost.status, byHost.headers.location]).toEqual([302, `/login?${asking()}`])
  await expect(cognito.send(new DeleteUserPoolCommand({ UserPoolId }))).rejects.toMatchObject({
    message: 'User pool cannot be deleted. It has a domain configured that should be deleted first.',
  })
  await cognito.send(new DeleteUserPoolDomainCommand({ UserPoolId, Domain: 'people-1' }))
  expect((await raw(engine.port, '/login', { headers: { host } })).status).toBe(404)
  expect((await fetch(`${engine.endpoint}/_aws/cognito/${UserPoolId}/login?${asking()}`)).status).toBe(200)
  await cognito.send(new DeleteUserPoolCommand({ UserPoolId }))
})

test.each([
  [{ AllowedOAuthFlowsUserPoolClient: true, AllowedOAuthFlows: [] }, 'InvalidParameterException', 'AllowedOAuthFlows and AllowedOAuthScopes are required if user pool client is allowed to use OAuth flows.'],
  [{ CallbackURLs: [] }, 'InvalidOAuthFlowException', 'CallbackUrls can not be empty when code flow or implicit flow is selected'],
  [{ CallbackURLs: ['http://app.example/'] }, 'InvalidParameterException', 'http://app.example/ cannot use the HTTP protocol.'],
  [{ LogoutURLs: ['https://app.example/#x'] }, 'InvalidParameterException', 'https://app.example/#x cannot contain a fragment.'],
  [{ AllowedOAuthScopes: ['openid', 'files/read'] }, 'ScopeDoesNotExistException', 'Invalid scope requested: files/read'],
  [{ AllowedOAuthFlows: ['client_credentials'], GenerateSecret: false }, 'InvalidOAuthFlowException', 'client_credentials flow can not be selected if client does not have a client secret.'],
  [{ DefaultRedirectURI: 'https://app.example/' }, 'InvalidParameterException', 'https://app.example/ is not in the list of CallbackURLs.'],
  [{ SupportedIdentityProviders: ['Google'] }, 'InvalidParameterException', /^The provider Google does not exist for User Pool us-east-1_\w+\.$/],
] as const)('a client with %j is refused', async (client, name, message) => {
  await using engine = await createTestEngine()
  await expect(hostedPool(engine, { client: client as never })).rejects.toMatchObject({ name, message: typeof message === 'string' ? message : expect.stringMatching(message) })
})
