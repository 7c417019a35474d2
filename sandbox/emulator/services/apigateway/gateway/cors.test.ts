import { describe, expect, test } from 'vitest'
import { createTestEngine } from '../../../../testing/engine.ts'
import { createApi, fakeLambda, raw } from '../../../../testing/http-api.ts'

describe('CORS', () => {
  const cors = { AllowOrigins: ['https://app.test', 'http://*'], AllowMethods: ['POST', 'GET'], AllowHeaders: ['authorization', 'content-type'], ExposeHeaders: ['x-kept'], MaxAge: 300, AllowCredentials: true }
  const simple = { 'access-control-allow-origin': 'https://app.test', 'access-control-allow-credentials': 'true', 'access-control-expose-headers': 'x-kept' }
  const preflight = { ...simple, 'access-control-allow-methods': 'POST,GET', 'access-control-allow-headers': 'authorization,content-type', 'access-control-max-age': '300' }
  const asked = { origin: 'https://app.test', 'access-control-request-method': 'POST' }
  test.each<[string, string, Record<string, string>, number, Record<string, string>]>([
    ['OPTIONS', '/closed', asked, 204, preflight],
    ['OPTIONS', '/nowhere', asked, 204, preflight],
    ['OPTIONS', '/open', { ...asked, origin: 'http://any.test' }, 204, { ...preflight, 'access-control-allow-origin': 'http://any.test' }],
    ['OPTIONS', '/open', { ...asked, origin: 'https://other.test' }, 204, {}],
    ['OPTIONS', '/any', asked, 401, simple],
    ['OPTIONS', '/open', {}, 404, {}],
    ['POST', '/open', { origin: 'https://app.test' }, 200, simple],
    ['POST', '/open', { origin: 'https://other.test' }, 200, {}],
    ['POST', '/open', {}, 200, {}],
    ['POST', '/closed', { origin: 'https://app.test' }, 401, simple],
    ['GET', '/nowhere', { origin: 'https://app.test' }, 404, simple],
  ])('%s %s %j', async (method, path, headers, status, expected) => {
    await using engine = await createTestEngine()
    fakeLambda(engine, () => ({ statusCode: 200, headers: { 'Access-Control-Allow-Origin': 'https://mine.test', 'Access-Control-Allow-Methods': 'TRACE', 'x-kept': '1' } }))
    const { url } = await createApi(engine, { 'POST /open': {}, 'POST /closed': { jwt: true }, 'ANY /any': { jwt: true } }, { cors })
    const response = await raw(engine.port, new URL(url + path).pathname, { method, headers })
    const found = Object.entries(response.headers).filter(([name]) => name.startsWith('access-control-'))
    expect([response.status, Object.fromEntries(found)]).toEqual([status, expected])
    if (status === 204) expect(response.body).toBe('')
    if (status === 200) expect(response.headers['x-kept']).toBe('1')
  })

  test('any origin', async () => {
    await using engine = await createTestEngine()
    fakeLambda(engine)
    const { url } = await createApi(engine, { 'GET /': {} }, { cors: { AllowOrigins: ['*'] } })
    expect((await fetch(url, { headers: { origin: 'https://x.test' } })).headers.get('access-control-allow-origin')).toBe('*')
  })

  test('without a configuration, the headers are the function\'s', async () => {
    await using engine = await createTestEngine()
    fakeLambda(engine, () => ({ statusCode: 200, headers: { 'access-control-allow-origin': 'https://mine.test' } }))
    const { url } = await createApi(engine, { 'GET /': {}, 'OPTIONS /': {} })
    const headers = { origin: 'https://x.test', 'access-control-request-method': 'GET' }
    for (const method of ['GET', 'OPTIONS']) {
      const response = await raw(engine.port, new URL(url).pathname, { method, headers })
      expect([response.status, response.headers['access-control-allow-origin']]).toEqual([200, 'https://mine.test'])
    }
  })
})
