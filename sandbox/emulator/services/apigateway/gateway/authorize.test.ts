import { afterAll, beforeAll, expect, test } from 'vitest'
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
    'POST /closed': { jwt: true },
    'POST /scoped': { jwt: true, scopes: ['files/write', 'files/admin'] },
  }))
})
afterAll(() => engine.stop())

const good = () => ({ iss: ISSUER, aud: 'client-1', sub: 'someone', exp: now() + 60, iat: now() - 5 })
const invalid = (description: string) => `Bearer scope="" error="invalid_token" error_description="${description}"`

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
