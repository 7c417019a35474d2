import { createPublicKey } from 'node:crypto'
import { exportJWK, generateKeyPair } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestEngine, stoppedClock, type TestEngine } from '../../../../testing/engine.ts'
import { createApi, fakeIssuer, fakeLambda, ISSUER, raw, type FakeFunction, type FakeIssuer } from '../../../../testing/http-api.ts'

/*
 * Tokens against route settings: what AWS answers, status, body and www-authenticate, to the byte. `from` says where
 * that is written down: PAGE, "Control access to HTTP APIs with JWT authorizers in API Gateway"
 * (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html); HELP, "Troubleshooting
 * issues with HTTP API JWT authorizers" (…/http-api-troubleshooting-jwt.html), which shows the header to the byte;
 * STATUS, PAGE gives the rule and so the status, while the words of error_description are unverified; UNVERIFIED.
 */
type From = 'PAGE' | 'HELP' | 'STATUS' | 'UNVERIFIED'

/** `ok`; `missing`, no token at all; `insufficient`, no scope that the route wants; else the words of error_description. */
type Verdict = string

interface Row {
  readonly token: string
  /** The Authorization header (several: a list), or nothing. */
  readonly sent: () => Promise<string | undefined> | string | readonly string[] | Promise<readonly string[]> | undefined
  readonly answer: Verdict
  /** On the route that wants `files/write` or `files/admin`; what is right and has no scope is insufficient there. */
  readonly scoped?: Verdict
  readonly from: From
}

const clock = stoppedClock()
const now = () => Math.floor(clock.now() / 1000)
let engine: TestEngine
let lambda: FakeFunction
let issuer: FakeIssuer
let url: URL
let queryUrl: URL

beforeAll(async () => {
  engine = await createTestEngine({ clock })
  lambda = fakeLambda(engine)
  issuer = await fakeIssuer(engine)
  const routes = { 'POST /open': {}, 'POST /closed': { jwt: true }, 'POST /scoped': { jwt: true, scopes: ['files/write', 'files/admin'] } }
  url = new URL((await createApi(engine, routes)).url)
  queryUrl = new URL((await createApi(engine, { 'POST /closed': { jwt: true } }, { identitySource: '$request.querystring.token' })).url)
})
afterAll(() => engine.stop())

const good = (more: object = {}) => ({ iss: ISSUER, aud: 'client-1', sub: 'someone', exp: now() + 60, iat: now() - 5, ...more })
const sign = (more: object = {}, ...how: [header?: object, key?: Parameters<FakeIssuer['sign']>[2]]) => issuer.sign(good(more), ...how)
const segment = (value: unknown) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url')
const otherKey = async (alg: string) => (await generateKeyPair(alg)).privateKey

/** A good token with one of its three parts changed. */
async function changed(part: 0 | 1 | 2, change: (text: string) => string, more: object = {}): Promise<string> {
  const parts = (await sign(more)).split('.')
  parts[part] = change(parts[part]!)
  return parts.join('.')
}

const AUDIENCE = 'the token does not have a valid audience'
const WRONG_ISSUER = 'the token does not have a valid issuer'
const EXPIRED = 'the token has expired'
const SIGNATURE = 'the token signature is invalid'
const MALFORMED = 'the token is malformed'
const SEGMENTS = 'token contains an invalid number of segments'
const UNKNOWN_KEY = "unable to find a key with the token's key id in the JWKS"

const ROWS: readonly Row[] = [
  // The identity source.
  { token: 'no header', sent: () => undefined, answer: 'missing', from: 'UNVERIFIED' },
  { token: 'an empty header', sent: () => '', answer: 'missing', from: 'UNVERIFIED' },
  { token: 'the word Bearer alone', sent: () => 'Bearer', answer: 'missing', from: 'UNVERIFIED' },
  { token: 'the word Bearer and a space', sent: () => 'Bearer ', answer: 'missing', from: 'UNVERIFIED' },
  { token: 'after Bearer', sent: async () => `Bearer ${await sign()}`, answer: 'ok', from: 'PAGE' },
  { token: 'after bearer', sent: async () => `bearer ${await sign()}`, answer: 'ok', from: 'UNVERIFIED' },
  { token: 'after BEARER', sent: async () => `BEARER ${await sign()}`, answer: 'ok', from: 'UNVERIFIED' },
  { token: 'alone', sent: () => sign(), answer: 'ok', from: 'PAGE' },
  { token: 'after Token', sent: async () => `Token ${await sign()}`, answer: MALFORMED, from: 'UNVERIFIED' },
  { token: 'Basic credentials', sent: () => 'Basic dXNlcjpwYXNz', answer: SEGMENTS, from: 'STATUS' },
  { token: 'two in one header', sent: async () => `Bearer ${await sign()}, Bearer ${await sign()}`, answer: SEGMENTS, from: 'UNVERIFIED' },
  { token: 'two headers', sent: async () => [await sign(), await sign()], answer: SEGMENTS, from: 'UNVERIFIED' },
  { token: 'two headers, the first good', sent: async () => [await sign(), 'nonsense'], answer: MALFORMED, from: 'UNVERIFIED' },
  { token: 'a comma after it', sent: async () => `${await sign()},`, answer: MALFORMED, from: 'UNVERIFIED' },
  // The form.
  { token: 'a word', sent: () => 'Bearer token', answer: SEGMENTS, from: 'STATUS' },
  { token: 'three words', sent: () => 'Bearer a.b.c', answer: MALFORMED, from: 'STATUS' },
  { token: 'four parts', sent: async () => `${await sign()}.more`, answer: SEGMENTS, from: 'STATUS' },
  { token: 'cut off after its claims', sent: async () => (await sign()).split('.').slice(0, 2).join('.'), answer: SEGMENTS, from: 'STATUS' },
  { token: 'cut off in its signature', sent: async () => (await sign()).slice(0, -20), answer: SIGNATURE, from: 'STATUS' },
  { token: 'an empty signature', sent: () => changed(2, () => ''), answer: SIGNATURE, from: 'STATUS' },
  { token: 'white space in its signature', sent: () => changed(2, (text) => `${text.slice(0, 9)} ${text.slice(9)}`), answer: MALFORMED, from: 'UNVERIFIED' },
  { token: 'padding after its signature', sent: () => changed(2, (text) => `${text}==`), answer: MALFORMED, from: 'UNVERIFIED' },
  { token: 'a header that is no base64', sent: () => changed(0, () => '%%%'), answer: MALFORMED, from: 'STATUS' },
  { token: 'claims that are no base64', sent: () => changed(1, () => '!!!!'), answer: MALFORMED, from: 'STATUS' },
  { token: 'claims that are no JSON', sent: () => changed(1, () => segment('claims')), answer: MALFORMED, from: 'STATUS' },
  { token: 'claims that are a list', sent: () => changed(1, () => segment([])), answer: MALFORMED, from: 'STATUS' },
  // Algorithm and key.
  { token: 'alg none, unsigned', sent: () => `${segment({ alg: 'none', kid: 'one' })}.${segment(good())}.`, answer: 'signing method none is invalid', from: 'STATUS' },
  { token: 'alg None, unsigned', sent: () => `${segment({ alg: 'None', kid: 'one' })}.${segment(good())}.`, answer: 'signing method None is invalid', from: 'STATUS' },
  { token: 'an alg that no header can hold', sent: () => `${segment({ alg: 'a"\u0000\u00e9', kid: 'one' })}.${segment(good())}.x`, answer: 'signing method a??? is invalid', from: 'UNVERIFIED' },
  { token: 'no alg', sent: () => changed(0, () => segment({ kid: 'one' })), answer: 'signing method none is invalid', from: 'STATUS' },
  { token: 'HS256 with the public modulus', sent: () => sign({}, { alg: 'HS256' }, Buffer.from(issuer.keys[0]!.n!)), answer: 'signing method HS256 is invalid', from: 'STATUS' },
  { token: 'HS256 with the public key as PEM', sent: () => sign({}, { alg: 'HS256' }, publicPem()), answer: 'signing method HS256 is invalid', from: 'STATUS' },
  { token: 'ES256', sent: async () => sign({}, { alg: 'ES256' }, await otherKey('ES256')), answer: 'signing method ES256 is invalid', from: 'STATUS' },
  { token: 'RS512 of a key for any algorithm', sent: async () => sign({}, { alg: 'RS512', kid: 'any-alg' }, await anyAlgorithmKey()), answer: 'ok', from: 'PAGE' },
  { token: 'another algorithm than the key is for', sent: async () => sign({}, { alg: 'RS384' }, await otherKey('RS384')), answer: UNKNOWN_KEY, from: 'STATUS' },
  { token: 'signed by another key', sent: async () => sign({}, {}, await otherKey('RS256')), answer: SIGNATURE, from: 'STATUS' },
  { token: 'a claim changed after signing', sent: () => changed(1, () => segment(good({ sub: 'another' }))), answer: SIGNATURE, from: 'STATUS' },
  { token: 'a header changed after signing', sent: () => changed(0, () => segment({ alg: 'RS256', kid: 'one', typ: 'JWT' })), answer: SIGNATURE, from: 'STATUS' },
  { token: 'an unknown kid', sent: () => sign({}, { kid: 'nobody' }), answer: UNKNOWN_KEY, from: 'STATUS' },
  { token: 'no kid', sent: () => sign({}, { kid: undefined }), answer: 'kid header missing', from: 'STATUS' },
  { token: 'a kid that is a number', sent: () => changed(0, () => segment({ alg: 'RS256', kid: 1 })), answer: 'kid header missing', from: 'STATUS' },
  { token: "another issuer's kid and key", sent: async () => sign({ iss: 'https://other.test/pool' }, { kid: 'theirs' }, await otherKey('RS256')), answer: WRONG_ISSUER, from: 'STATUS' },
  { token: "another issuer's kid under our issuer's name", sent: async () => sign({}, { kid: 'theirs' }, await otherKey('RS256')), answer: UNKNOWN_KEY, from: 'STATUS' },
  // Issuer and audience.
  { token: 'another issuer', sent: () => sign({ iss: 'https://elsewhere.test' }), answer: WRONG_ISSUER, from: 'STATUS' },
  { token: 'the issuer with a slash more', sent: () => sign({ iss: `${ISSUER}/` }), answer: WRONG_ISSUER, from: 'STATUS' },
  { token: 'no issuer', sent: () => sign({ iss: undefined }), answer: WRONG_ISSUER, from: 'STATUS' },
  { token: 'a wrong aud', sent: () => sign({ aud: 'other' }), answer: AUDIENCE, from: 'HELP' },
  { token: 'an aud that only begins like ours', sent: () => sign({ aud: 'client-1x' }), answer: AUDIENCE, from: 'HELP' },
  { token: 'our aud second in a list', sent: () => sign({ aud: ['other', 'client-2'] }), answer: 'ok', from: 'UNVERIFIED' },
  { token: 'an empty list of aud', sent: () => sign({ aud: [] }), answer: AUDIENCE, from: 'HELP' },
  { token: 'client_id without aud', sent: () => sign({ aud: undefined, client_id: 'client-2' }), answer: 'ok', from: 'PAGE' },
  { token: 'a wrong client_id without aud', sent: () => sign({ aud: undefined, client_id: 'other' }), answer: AUDIENCE, from: 'HELP' },
  { token: 'a wrong client_id beside a right aud', sent: () => sign({ client_id: 'other' }), answer: 'ok', from: 'HELP' },
  { token: 'a wrong aud beside a right client_id', sent: () => sign({ aud: 'other', client_id: 'client-1' }), answer: AUDIENCE, from: 'HELP' },
  { token: 'neither aud nor client_id', sent: () => sign({ aud: undefined }), answer: AUDIENCE, from: 'HELP' },
  // Times.
  { token: 'exp a second ago', sent: () => sign({ exp: now() - 1 }), answer: EXPIRED, from: 'STATUS' },
  { token: 'exp at this second', sent: () => sign({ exp: now() }), answer: EXPIRED, from: 'STATUS' },
  { token: 'no exp', sent: () => sign({ exp: undefined }), answer: EXPIRED, from: 'UNVERIFIED' },
  { token: 'exp that is a text', sent: () => sign({ exp: String(now() + 60) }), answer: MALFORMED, from: 'STATUS' },
  { token: 'nbf in a minute', sent: () => sign({ nbf: now() + 60 }), answer: 'the token is not valid yet', from: 'STATUS' },
  { token: 'nbf at this second', sent: () => sign({ nbf: now() }), answer: 'ok', from: 'UNVERIFIED' },
  { token: 'iat in a minute', sent: () => sign({ iat: now() + 60 }), answer: 'the token was issued in the future', from: 'STATUS' },
  { token: 'no iat and no nbf', sent: () => sign({ iat: undefined }), answer: 'ok', from: 'PAGE' },
  // Scopes. PAGE: "the token must include at least one of the authorizationScopes"; the challenge is unverified.
  { token: 'one of the scopes', sent: () => sign({ scope: 'openid files/write' }), answer: 'ok', scoped: 'ok', from: 'PAGE' },
  { token: 'one of the scopes in scp, a list', sent: () => sign({ scp: ['files/admin'] }), answer: 'ok', scoped: 'ok', from: 'PAGE' },
  { token: 'one of the scopes in scp, a text', sent: () => sign({ scp: 'x files/admin' }), answer: 'ok', scoped: 'ok', from: 'UNVERIFIED' },
  { token: 'scopes in a list', sent: () => sign({ scope: ['openid', 'files/write'] }), answer: 'ok', scoped: 'ok', from: 'UNVERIFIED' },
  { token: 'scopes with commas', sent: () => sign({ scope: 'openid,files/write' }), answer: 'ok', scoped: 'insufficient', from: 'STATUS' },
  { token: 'other scopes', sent: () => sign({ scope: 'files/read files/writer' }), answer: 'ok', scoped: 'insufficient', from: 'STATUS' },
  { token: 'a scope in another case', sent: () => sign({ scope: 'files/WRITE' }), answer: 'ok', scoped: 'insufficient', from: 'STATUS' },
  { token: 'an ID token, which has no scopes', sent: () => sign({ token_use: 'id', email: 'ada@example.com' }), answer: 'ok', scoped: 'insufficient', from: 'STATUS' },
  { token: 'a right scope after its time', sent: () => sign({ scope: 'files/write', exp: now() - 1 }), answer: EXPIRED, from: 'STATUS' },
  { token: 'a right scope for another audience', sent: () => sign({ scope: 'files/write', aud: 'other' }), answer: AUDIENCE, from: 'STATUS' },
]

function publicPem(): Buffer {
  return Buffer.from(createPublicKey({ key: issuer.keys[0] as never, format: 'jwk' }).export({ type: 'spki', format: 'pem' }))
}

/** A key that the issuer publishes without naming an algorithm. */
async function anyAlgorithmKey() {
  const { privateKey, publicKey } = await generateKeyPair('RS512', { extractable: true })
  const kid = 'any-alg'
  issuer.keys = [...issuer.keys.filter((key) => key.kid !== kid), { ...(await exportJWK(publicKey)), kid }]
  await clock.advance(2 * 60 * 60 * 1000)
  return privateKey
}

function expected(verdict: Verdict, scope: string): [number, string, string | undefined] {
  if (verdict === 'ok') return [200, 'ok', undefined]
  if (verdict === 'missing') return [401, '{"message":"Unauthorized"}', 'Bearer']
  if (verdict === 'insufficient')
    return [403, '{"message":"Forbidden"}', `Bearer scope="${scope}" error="insufficient_scope" error_description="the token does not have the required scope"`]
  return [401, '{"message":"Unauthorized"}', `Bearer scope="${scope}" error="invalid_token" error_description="${verdict}"`]
}

async function ask(at: URL, path: string, sent: string | readonly string[] | undefined) {
  const headers = [sent ?? []].flat().flatMap((value) => ['authorization', value])
  const before = lambda.events.length
  const response = await raw(engine.port, at.pathname + path, { method: 'POST', headers: ['host', '127.0.0.1', 'content-length', '0', ...headers] })
  expect(response.headers['apigw-requestid']).toMatch(/^[\w-]{15}=$/)
  expect(lambda.events.length - before, 'invocations').toBe(response.status === 200 ? 1 : 0)
  return [response.status, response.body, response.headers['www-authenticate']]
}

describe.each(ROWS)('$token ($from)', ({ sent, answer, scoped }) => {
  test('on a route with the authorizer', async () => {
    expect(await ask(url, '/closed', await sent())).toEqual(expected(answer, ''))
  })

  test('on a route that wants scopes', async () => {
    const verdict = scoped ?? (answer === 'ok' ? 'insufficient' : answer)
    expect(await ask(url, '/scoped', await sent())).toEqual(expected(verdict, 'files/write files/admin'))
  })

  test('on an open route', async () => {
    expect(await ask(url, '/open', await sent())).toEqual(expected('ok', ''))
  })
})

describe('the identity source is a parameter of the query (PAGE)', () => {
  test.each<[string, () => Promise<string> | string, Verdict]>([
    ['a token', async () => `?token=${await sign()}`, 'ok'],
    ['a token after Bearer', async () => `?token=Bearer%20${await sign()}`, 'ok'],
    ['nothing', () => '', 'missing'],
    ['an empty one', () => '?token=', 'missing'],
    ['a name in another case', async () => `?Token=${await sign()}`, 'missing'],
    ['a bad one', async () => `?token=${await sign({ aud: 'other' })}`, AUDIENCE],
  ])('%s', async (_name, query, verdict) => {
    expect(await ask(queryUrl, `/closed${await query()}`, undefined)).toEqual(expected(verdict, ''))
  })

  test('a token in the header does not count', async () => {
    expect(await ask(queryUrl, '/closed', await sign())).toEqual(expected('missing', ''))
  })
})
