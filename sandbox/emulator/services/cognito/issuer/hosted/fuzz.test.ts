import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createTestEngine } from '../../../../../testing/engine.ts'
import { Browser, CALLBACK, CHALLENGE, codeOf, hostedPool } from './test-browser.ts'

const PATHS = ['/oauth2/authorize', '/oauth2/token', '/oauth2/revoke', '/oauth2/userInfo', '/login', '/logout', '/error', '/', '/%', '/oauth2/token/']

test('whatever is asked of the hosted endpoints, nothing breaks and nobody gets a token', async () => {
  await using engine = await createTestEngine()
  const { base, asking, web } = await hostedPool(engine)
  const code = codeOf(await new Browser().signIn(base, asking({ code_challenge: CHALLENGE, code_challenge_method: 'S256' })))
  // Names and values that mean something, so that a good part of the requests comes past the first check.
  const name = fc.constantFrom('grant_type', 'client_id', 'client_secret', 'redirect_uri', 'code', 'code_verifier', 'refresh_token', 'response_type', 'scope', 'state', 'token', '_csrf', 'username', 'challenge', 'session', 'logout_uri', '__proto__')
  const value = fc.oneof(
    fc.constantFrom('authorization_code', 'refresh_token', 'client_credentials', web.ClientId!, CALLBACK, code, 'code', 'token', 'openid', 'constructor', 'toString', 'MFA_SETUP', 'PASSWORD_VERIFIER', 'CUSTOM_CHALLENGE', ''),
    fc.string({ unit: 'binary', maxLength: 40 }),
  )
  const parameters = fc.array(fc.tuple(name, value), { maxLength: 6 })
  const authorization = fc.option(fc.oneof(fc.constantFrom('Basic', 'Basic !!!', 'Basic Og==', 'Bearer x.y.z', 'Bearer e30.e30.e30'), fc.base64String().map((text) => `Basic ${text}`)), { nil: undefined })
  const asked = fc.record({ path: fc.constantFrom(...PATHS), method: fc.constantFrom('GET', 'POST', 'PUT'), query: parameters, form: parameters, authorization })
  await fc.assert(
    fc.asyncProperty(asked, async ({ path, method, query, form, authorization: header }) => {
      const answer = await fetch(`${base}${path}?${new URLSearchParams(query)}`, {
        method,
        redirect: 'manual',
        headers: header === undefined ? {} : { authorization: header },
        ...(method === 'GET' ? {} : { body: new URLSearchParams(form) }),
      })
      const text = await answer.text()
      expect(answer.status, text).toBeLessThan(500)
      expect(text + (answer.headers.get('location') ?? '')).not.toMatch(/access_token|[?&]code=[0-9a-f-]{36}/)
    }),
    { numRuns: 400 },
  )
}, 30_000)
