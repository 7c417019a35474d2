import { generateKeyPair } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestEngine, stoppedClock, type TestEngine } from '../../../../testing/engine.ts'
import { createApi, fakeIssuer, fakeLambda, ISSUER, type FakeFunction, type FakeIssuer } from '../../../../testing/http-api.ts'

const clock = stoppedClock()
const now = () => Math.floor(clock.now() / 1000)
let engine: TestEngine
let lambda: FakeFunction
let issuer: FakeIssuer
let url: string

beforeAll(async () => {
  engine = await createTestEngine({ clock })
  lambda = fakeLambda(engine)
  issuer = await fakeIssuer(engine)
  ;({ url } = await createApi(engine, {
    'POST /open': {},
    'POST /closed': { jwt: true },
    'POST /scoped': { jwt: true, scopes: ['files/write', 'files/admin'] },
  }))
})
afterAll(() => engine.stop())

const good = () => ({ iss: ISSUER, aud: 'client-1', sub: 'someone', exp: now() + 60, iat: now() - 5 })
const segment = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
const invalid = (description: string, scope = '') => `Bearer scope="${scope}" error="invalid_token" error_description="${description}"`

const UNAUTHORIZED = [401, '{"message":"Unauthorized"}'] as const
const FORBIDDEN = [403, '{"message":"Forbidden"}'] as const
const OK = [200, 'ok'] as const

/** What is sent in Authorization (undefined: nothing), and what comes back: status, body, www-authenticate. */
type Case = [name: string, header: () => Promise<string | undefined> | string | undefined, answer: readonly [number, string], challenge: string | null]

const closed: Case[] = [
  ['no header', () => undefined, UNAUTHORIZED, 'Bearer'],
  ['an empty header', () => '', UNAUTHORIZED, 'Bearer'],
  ['the word Bearer alone', () => 'Bearer', UNAUTHORIZED, 'Bearer'],
  ['a good token after Bearer', async () => `Bearer ${await issuer.sign(good())}`, OK, null],
  ['a good token after bearer', async () => `bearer ${await issuer.sign(good())}`, OK, null],
  ['a good token after BEARER', async () => `BEARER ${await issuer.sign(good())}`, OK, null],
  ['a good token alone', () => issuer.sign(good()), OK, null],
  ['a token with the audience second in a list', () => issuer.sign({ ...good(), aud: ['other', 'client-2'] }), OK, null],
  ['client_id where there is no aud', () => issuer.sign({ ...good(), aud: undefined, client_id: 'client-2' }), OK, null],
  ['a wrong client_id beside a right aud', () => issuer.sign({ ...good(), client_id: 'other' }), OK, null],
  ['no iat and no nbf', () => issuer.sign({ ...good(), iat: undefined }), OK, null],
  ['nbf at this second', () => issuer.sign({ ...good(), nbf: now() }), OK, null],
  ['RS512', async () => issuer.sign(good(), { alg: 'RS512', kid: 'any-alg' }, await anyAlgorithmKey()), OK, null],
  ['a wrong aud', () => issuer.sign({ ...good(), aud: 'other' }), UNAUTHORIZED, invalid('the token does not have a valid audience')],
  ['a wrong aud beside a right client_id', () => issuer.sign({ ...good(), aud: 'other', client_id: 'client-1' }), UNAUTHORIZED, invalid('the token does not have a valid audience')],
  ['neither aud nor client_id', () => issuer.sign({ ...good(), aud: undefined }), UNAUTHORIZED, invalid('the token does not have a valid audience')],
  ['an audience that only begins like ours', () => issuer.sign({ ...good(), aud: 'client-1x' }), UNAUTHORIZED, invalid('the token does not have a valid audience')],
  ['another issuer', () => issuer.sign({ ...good(), iss: 'https://elsewhere.test' }), UNAUTHORIZED, invalid('the token does not have a valid issuer')],
  ['the issuer with a slash more', () => issuer.sign({ ...good(), iss: `${ISSUER}/` }), UNAUTHORIZED, invalid('the token does not have a valid issuer')],
  ['no issuer', () => issuer.sign({ ...good(), iss: undefined }), UNAUTHORIZED, invalid('the token does not have a valid issuer')],
  ['exp a second ago', () => issuer.sign({ ...good(), exp: now() - 1 }), UNAUTHORIZED, invalid('the token has expired')],
  ['no exp', () => issuer.sign({ ...good(), exp: undefined }), UNAUTHORIZED, invalid('the token has expired')],
  ['exp that is a text', () => issuer.sign({ ...good(), exp: String(now() + 60) } as never), UNAUTHORIZED, invalid('the token is malformed')],
  ['nbf in a minute', () => issuer.sign({ ...good(), nbf: now() + 60 }), UNAUTHORIZED, invalid('the token is not valid yet')],
  ['iat in a minute', () => issuer.sign({ ...good(), iat: now() + 60 }), UNAUTHORIZED, invalid('the token was issued in the future')],
  ['alg none without a signature', () => `${segment({ alg: 'none', kid: 'one' })}.${segment(good())}.`, UNAUTHORIZED, invalid('signing method none is invalid')],
  ['HS256 keyed with the public modulus', () => issuer.sign(good(), { alg: 'HS256' }, Buffer.from(issuer.keys[0]!.n!)), UNAUTHORIZED, invalid('signing method HS256 is invalid')],
  ['ES256', async () => issuer.sign(good(), { alg: 'ES256' }, (await generateKeyPair('ES256')).privateKey), UNAUTHORIZED, invalid('signing method ES256 is invalid')],
  ["another key under the issuer's kid", async () => issuer.sign(good(), {}, (await generateKeyPair('RS256')).privateKey), UNAUTHORIZED, invalid('the token signature is invalid')],
  ['a claim changed after signing', () => tampered(), UNAUTHORIZED, invalid('the token signature is invalid')],
  ['an unknown kid', () => issuer.sign(good(), { kid: 'nobody' }), UNAUTHORIZED, invalid("unable to find a key with the token's key id in the JWKS")],
  ['no kid', () => issuer.sign(good(), { kid: undefined as never }), UNAUTHORIZED, invalid('kid header missing')],
  ['another algorithm than the key is for', async () => issuer.sign(good(), { alg: 'RS384' }, (await generateKeyPair('RS384')).privateKey), UNAUTHORIZED, invalid("unable to find a key with the token's key id in the JWKS")],
  ['a word', () => 'Bearer token', UNAUTHORIZED, invalid('token contains an invalid number of segments')],
  ['three words', () => 'Bearer a.b.c', UNAUTHORIZED, invalid('the token is malformed')],
  ['Basic credentials', () => 'Basic dXNlcjpwYXNz', UNAUTHORIZED, invalid('token contains an invalid number of segments')],
]

const scoped: Case[] = [
  ['one of the scopes', () => issuer.sign({ ...good(), scope: 'openid files/write' }), OK, null],
  ['one of the scopes in scp', () => issuer.sign({ ...good(), scp: ['files/admin'] }), OK, null],
  ['no scopes', () => issuer.sign(good()), FORBIDDEN, insufficient()],
  ['other scopes', () => issuer.sign({ ...good(), scope: 'files/read files/writer' }), FORBIDDEN, insufficient()],
  ['a right scope in a token that has expired', () => issuer.sign({ ...good(), scope: 'files/write', exp: now() - 1 }), UNAUTHORIZED, invalid('the token has expired', 'files/write files/admin')],
  ['no header', () => undefined, UNAUTHORIZED, 'Bearer'],
]

const open: Case[] = [
  ['no header', () => undefined, OK, null],
  ['a bad token', () => 'Bearer token', OK, null],
]

function insufficient(): string {
  return 'Bearer scope="files/write files/admin" error="insufficient_scope" error_description="the token does not have the required scope"'
}

/** A key that the issuer publishes without naming an algorithm. */
async function anyAlgorithmKey() {
  await issuer.newKey('any-alg')
  const { privateKey, publicKey } = await generateKeyPair('RS512', { extractable: true })
  const { exportJWK } = await import('jose')
  issuer.keys = [...issuer.keys.filter(({ kid }) => kid !== 'any-alg'), { ...(await exportJWK(publicKey)), kid: 'any-alg' }]
  return privateKey
}

async function tampered(): Promise<string> {
  const [header, , signature] = (await issuer.sign(good())).split('.')
  return `${header}.${segment({ ...good(), sub: 'someone-else' })}.${signature}`
}

describe.each([['/closed', closed], ['/scoped', scoped], ['/open', open]] as const)('%s', (path, cases) => {
  test.each(cases)('%s', async (_name, header, [status, body], challenge) => {
    const authorization = await header()
    const before = lambda.events.length
    const response = await fetch(url + path, { method: 'POST', ...(authorization === undefined ? {} : { headers: { authorization } }) })
    expect([response.status, await response.text(), response.headers.get('www-authenticate')]).toEqual([status, body, challenge])
    expect(response.headers.get('apigw-requestid')).toMatch(/^[\w-]{15}=$/)
    expect(lambda.events.length - before, 'invocations').toBe(status === 200 ? 1 : 0)
  })
})

test('claims reach the function as texts, scopes only where the route asks for some', async () => {
  const claims = { ...good(), 'cognito:groups': ['admins', 'staff'], email_verified: true, address: { formatted: 'here' }, scope: 'files/write other' }
  const headers = { authorization: `Bearer ${await issuer.sign(claims)}` }
  await fetch(`${url}/closed`, { method: 'POST', headers })
  await fetch(`${url}/scoped`, { method: 'POST', headers })
  const [plain, withScopes] = lambda.events.slice(-2).map((event) => (event['requestContext'] as { authorizer: { jwt: object } }).authorizer.jwt)
  const texts = {
    ...{ iss: ISSUER, aud: 'client-1', sub: 'someone', exp: String(claims.exp), iat: String(claims.iat), scope: 'files/write other' },
    ...{ 'cognito:groups': '[admins staff]', email_verified: 'true', address: 'map[formatted:here]' },
  }
  expect(plain).toEqual({ claims: texts, scopes: null })
  expect(withScopes).toEqual({ claims: texts, scopes: ['files/write', 'other'] })
})

test('keys are asked for once, again for a new key id, and again after two hours', async () => {
  await using own = await createTestEngine({ clock })
  fakeLambda(own)
  const rotating = await fakeIssuer(own)
  const { url } = await createApi(own, { 'GET /': { jwt: true } })
  const ask = async (token: string) => (await fetch(url, { headers: { authorization: token } })).status
  const token = await rotating.sign({ ...good(), exp: now() + 100_000 })
  expect(await Promise.all([ask(token), ask(token)])).toEqual([200, 200])
  expect(await ask(token)).toBe(200)
  const first = rotating.asked.length
  const second = await rotating.newKey('two')
  expect(await ask(await rotating.sign(good(), { kid: 'two' }, second))).toBe(200)
  expect(rotating.asked.length).toBe(first + 2)
  rotating.keys = rotating.keys.filter(({ kid }) => kid !== 'one')
  expect(await ask(token), 'kept').toBe(200)
  await clock.advance(2 * 60 * 60 * 1000)
  expect(await ask(token), 'after two hours').toBe(401)
})

test('an issuer that nobody here answers for, and one without keys', async () => {
  await using own = await createTestEngine({ clock })
  fakeLambda(own)
  const silent = await fakeIssuer(own)
  const { url } = await createApi(own, { 'GET /': { jwt: true } })
  const token = await silent.sign(good())
  const challenge = async () => (await fetch(url, { headers: { authorization: token } })).headers.get('www-authenticate')
  const get = own.host.get
  Object.assign(own.host, { get: async (at: string) => (at.endsWith('jwks.json') ? undefined : get(at)) })
  expect(await challenge()).toBe(invalid('JWKS communication error'))
  Object.assign(own.host, { get: async () => undefined })
  expect(await challenge()).toBe(invalid('OIDC discovery endpoint communication error'))
  Object.assign(own.host, { get })
  expect(await challenge(), 'a failure is not kept').toBe(null)
})

test('a token from the query', async () => {
  await using own = await createTestEngine({ clock })
  fakeLambda(own)
  const fake = await fakeIssuer(own)
  const { url } = await createApi(own, { 'GET /': { jwt: true } }, { identitySource: '$request.querystring.token' })
  const token = await fake.sign(good())
  expect((await fetch(`${url}?token=${token}`)).status).toBe(200)
  expect((await fetch(url, { headers: { authorization: token } })).status).toBe(401)
})
