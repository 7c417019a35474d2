import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestEngine, type TestEngine } from '../../../../testing/engine.ts'
import { createApi, fakeIssuer, fakeLambda, ISSUER, raw, type FakeFunction, type FakeIssuer } from '../../../../testing/http-api.ts'

let engine: TestEngine
let lambda: FakeFunction
let issuer: FakeIssuer
let path: string
let good: string

beforeAll(async () => {
  engine = await createTestEngine()
  lambda = fakeLambda(engine)
  issuer = await fakeIssuer(engine)
  path = new URL((await createApi(engine, { 'GET /closed': { jwt: true } })).url).pathname + '/closed'
  good = await issuer.sign(claims())
})
afterAll(() => engine.stop())

const claims = () => ({ iss: ISSUER, aud: 'client-1', sub: 'someone', exp: Math.floor(Date.now() / 1000) + 3600, iat: 1 })
const segment = (value: unknown) => Buffer.from(JSON.stringify(value) ?? '').toString('base64url')

/** Never a 500, never an accept: whatever is sent, the answer is AWS's 401. */
async function refused(authorization: string): Promise<void> {
  const { status, body, headers } = await raw(engine.port, path, { headers: ['host', '127.0.0.1', 'authorization', authorization] })
  expect([status, body], `${authorization}\n${engine.lines.join('\n')}`).toEqual([401, '{"message":"Unauthorized"}'])
  expect(headers['www-authenticate']).toMatch(/^Bearer(?: scope="" error="invalid_token" error_description="[^"\r\n]+")?$/)
}

async function holds<T>(arbitrary: fc.Arbitrary<T>, makes: (value: T) => string, runs = 150): Promise<void> {
  await fc.assert(fc.asyncProperty(arbitrary, (value) => refused(makes(value))), { numRuns: runs })
  expect(lambda.events, 'nobody is invoked').toEqual([])
  expect(engine.lines.filter((line) => line.includes('internal error'))).toEqual([])
}

/** What a client can put into a header at all. */
const headerText = fc.string({ unit: fc.integer({ min: 0x20, max: 0xff }).filter((code) => code !== 0x7f).map((code) => String.fromCharCode(code)), maxLength: 300 })
const tokenText = fc.string({ unit: fc.constantFrom(...'ABab01-_.=+/ %{}",'), maxLength: 200 })

test('any header', () => holds(headerText, (text) => text), 30_000)
test('any header after Bearer', () => holds(headerText, (text) => `Bearer ${text}`), 30_000)
test('what looks like a token', () => holds(fc.tuple(tokenText, tokenText, tokenText), (parts) => parts.join('.')), 30_000)

test('a good token with one letter changed, left out or put in', async () => {
  const change = fc.record({ at: fc.integer({ min: 1, max: good.length - 2 }), letter: fc.constantFrom(...'ABCxyz019-_.=+ ,%'), how: fc.constantFrom('change', 'insert', 'remove') })
  await holds(
    change.filter(({ at, letter, how }) => how !== 'change' || good[at] !== letter),
    ({ at, letter, how }) => good.slice(0, at) + (how === 'remove' ? '' : letter) + good.slice(how === 'insert' ? at : at + 1),
  )
}, 30_000)

test('any header and claims in front of a good signature, or of none', async () => {
  const signature = good.split('.')[2]!
  const header = fc.oneof(fc.json().map((text) => JSON.parse(text) as unknown), fc.record({ alg: fc.constantFrom('RS256', 'none', 'HS256', 'PS256', '', 'rs256', null, 1), kid: fc.constantFrom('one', 'two', null, '__proto__', {}) }, { requiredKeys: [] }))
  const body = fc.oneof(fc.json().map((text) => JSON.parse(text) as unknown), fc.record({ iss: fc.constantFrom(ISSUER, 1, null), aud: fc.constantFrom('client-1', ['client-1'], {}), exp: fc.constantFrom(9e9, 'soon', null) }, { requiredKeys: [] }))
  await holds(fc.tuple(header, body, fc.constantFrom(signature, '', 'x')), ([head, payload, end]) => `${segment(head)}.${segment(payload)}.${end}`)
}, 30_000)

test('claims of any kind, well signed, are refused or answered, and never an error', async () => {
  const value = fc.oneof(fc.string({ maxLength: 20 }), fc.integer(), fc.boolean(), fc.constant(null), fc.array(fc.string({ maxLength: 5 }), { maxLength: 3 }), fc.dictionary(fc.string({ maxLength: 5 }), fc.integer(), { maxKeys: 3 }))
  const some = fc.dictionary(fc.constantFrom('scope', 'scp', 'cognito:groups', 'sub', 'constructor', 'a"b', 'é'), value, { maxKeys: 5 })
  await fc.assert(
    fc.asyncProperty(some, async (more) => {
      const { status, body } = await raw(engine.port, path, { headers: { host: '127.0.0.1', authorization: await issuer.sign({ ...more, ...claims(), sub: more['sub'] }) } })
      expect([status, body], engine.lines.join('\n')).toEqual([200, 'ok'])
    }),
    { numRuns: 60 },
  )
  const strange = fc.dictionary(fc.constantFrom('iss', 'aud', 'exp', 'nbf', 'iat', 'client_id'), value, { minKeys: 1, maxKeys: 4 })
  await fc.assert(
    fc.asyncProperty(strange, async (more) => {
      const { status } = await raw(engine.port, path, { headers: { host: '127.0.0.1', authorization: await issuer.sign({ ...claims(), ...more }) } })
      expect([200, 401]).toContain(status)
    }),
    { numRuns: 60 },
  )
}, 60_000)
