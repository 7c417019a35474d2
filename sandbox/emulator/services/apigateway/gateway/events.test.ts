import { describe, expect, test } from 'vitest'
import { manualClock } from '../../../kernel/clock.ts'
import { createTestEngine } from '../../../../testing/engine.ts'
import { createApi, fakeLambda, FUNCTION, raw } from '../../../../testing/http-api.ts'

test('the event of payload format 2.0', async () => {
  await using engine = await createTestEngine({ clock: manualClock(Date.UTC(2015, 3, 9, 12, 34, 56, 789)) })
  const lambda = fakeLambda(engine)
  const { ApiId } = await createApi(engine, { 'POST /users/{id}/files/{path+}': {} }, { variables: { color: 'blue' } })
  const host = `${ApiId}.execute-api.localhost:${engine.port}`
  const response = await raw(engine.port, '/users/a%20b/files/x/y%C3%A9?a=1&b=%C3%BC+x&a=2&empty=', {
    method: 'POST',
    headers: [
      ...['Host', host, 'Content-Type', 'application/json', 'User-Agent', 'probe/1.0', 'Cookie', 'one=1; two=2', 'X-Many', 'first', 'X-Many', 'second,third'],
      ...['X-Amzn-Trace-Id', 'Root=1-5b-c', 'X-Forwarded-For', '10.0.0.1', 'Connection', 'keep-alive', 'Content-Length', '17'],
    ],
    body: '{"greeting":"å"}',
  })
  expect(response).toMatchObject({ status: 200, body: 'ok' })
  expect(JSON.stringify(lambda.events[0])).toBe(
    JSON.stringify({
      version: '2.0',
      routeKey: 'POST /users/{id}/files/{path+}',
      rawPath: '/users/a b/files/x/yé',
      rawQueryString: 'a=1&b=%C3%BC+x&a=2&empty=',
      cookies: ['one=1', 'two=2'],
      headers: {
        host,
        'content-type': 'application/json',
        'user-agent': 'probe/1.0',
        'x-many': 'first,second,third',
        'x-amzn-trace-id': 'Root=1-5b-c',
        'x-forwarded-for': '10.0.0.1, 127.0.0.1',
        'content-length': '17',
        'x-forwarded-port': String(engine.port),
        'x-forwarded-proto': 'http',
      },
      queryStringParameters: { a: '1,2', b: 'ü x', empty: '' },
      requestContext: {
        accountId: '000000000000',
        apiId: ApiId,
        domainName: `${ApiId}.execute-api.localhost`,
        domainPrefix: ApiId,
        http: { method: 'POST', path: '/users/a b/files/x/yé', protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'probe/1.0' },
        requestId: response.headers['apigw-requestid'],
        routeKey: 'POST /users/{id}/files/{path+}',
        stage: '$default',
        time: '09/Apr/2015:12:34:56 +0000',
        timeEpoch: 1428582896789,
      },
      body: '{"greeting":"å"}',
      pathParameters: { id: 'a b', path: 'x/yé' },
      isBase64Encoded: false,
      stageVariables: { color: 'blue' },
    }),
  )
  expect(lambda.calls[0]).toEqual({ FunctionName: FUNCTION, InvocationType: 'RequestResponse', principal: 'apigateway.amazonaws.com', region: 'us-east-1' })
})

test('what a 2.0 event leaves out', async () => {
  await using engine = await createTestEngine()
  const lambda = fakeLambda(engine)
  const { url, ApiId } = await createApi(engine, { $default: {} })
  await fetch(url)
  const event = lambda.events[0]!
  for (const absent of ['body', 'cookies', 'queryStringParameters', 'pathParameters', 'stageVariables']) expect(event).not.toHaveProperty(absent)
  expect(event).toMatchObject({ rawPath: '/', rawQueryString: '', isBase64Encoded: false, routeKey: '$default', headers: { 'content-length': '0' } })
  expect(event['requestContext']).toMatchObject({ domainName: `${ApiId}.execute-api.us-east-1.amazonaws.com`, domainPrefix: ApiId })
  expect(event['requestContext']).not.toHaveProperty('authorizer')
})

test('the event of payload format 1.0', async () => {
  await using engine = await createTestEngine({ clock: manualClock(Date.UTC(2015, 3, 9, 12, 34, 56, 789)) })
  const lambda = fakeLambda(engine)
  const { ApiId } = await createApi(engine, { 'GET /users/{id}': {} }, { version: '1.0' })
  const host = `${ApiId}.execute-api.us-east-1.amazonaws.com`
  const response = await raw(engine.port, '/users/7?a=1&a=2', { headers: ['Host', host, 'X-Many', 'first', 'X-Many', 'second', 'X-Amzn-Trace-Id', 'Root=1'] })
  const headers = { host, 'x-many': 'second', 'x-amzn-trace-id': 'Root=1', 'content-length': '0', 'x-forwarded-for': '127.0.0.1', 'x-forwarded-port': '80', 'x-forwarded-proto': 'http' }
  const requestId = response.headers['apigw-requestid']
  expect(lambda.events[0]).toEqual({
    version: '1.0',
    resource: '/users/{id}',
    path: '/users/7',
    httpMethod: 'GET',
    headers,
    multiValueHeaders: { ...Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])), 'x-many': ['first', 'second'] },
    queryStringParameters: { a: '2' },
    multiValueQueryStringParameters: { a: ['1', '2'] },
    requestContext: {
      ...{ accountId: '000000000000', apiId: ApiId, authorizer: { claims: null, scopes: null }, domainName: host, domainPrefix: ApiId },
      ...{ extendedRequestId: requestId, httpMethod: 'GET', path: '/users/7', protocol: 'HTTP/1.1', requestId },
      identity: {
        ...{ accessKey: null, accountId: null, caller: null, cognitoAmr: null, cognitoAuthenticationProvider: null, cognitoAuthenticationType: null },
        ...{ cognitoIdentityId: null, cognitoIdentityPoolId: null, principalOrgId: null, sourceIp: '127.0.0.1', user: null, userAgent: null, userArn: null },
      },
      ...{ requestTime: '09/Apr/2015:12:34:56 +0000', requestTimeEpoch: 1428582896789, resourceId: 'GET /users/{id}', resourcePath: '/users/{id}', stage: '$default' },
    },
    pathParameters: { id: '7' },
    stageVariables: null,
    body: null,
    isBase64Encoded: false,
  })
})

describe('bodies', () => {
  test.each([
    ['text/plain', Buffer.from('é'), 'é', false],
    ['application/json; charset=utf-8', Buffer.from('{}'), '{}', false],
    ['application/vnd.api+json', Buffer.from('{}'), '{}', false],
    ['application/x-www-form-urlencoded', Buffer.from('a=b'), 'YT1i', true],
    ['application/octet-stream', Buffer.from('abc'), 'YWJj', true],
    ['application/jsonx', Buffer.from('{}'), 'e30=', true],
    ['text/plain', Buffer.from([0xff, 0xfe]), '//4=', true],
    [undefined, Buffer.from('abc'), 'abc', false],
  ])('%s', async (type, body, text, isBase64Encoded) => {
    await using engine = await createTestEngine()
    const lambda = fakeLambda(engine)
    const { url } = await createApi(engine, { 'POST /': {} })
    await raw(engine.port, `${new URL(url).pathname}/`, { method: 'POST', body, headers: type === undefined ? {} : { 'content-type': type } })
    expect(lambda.events[0]).toMatchObject({ body: text, isBase64Encoded })
  })

  test('up to 10 MB, however they are sent; the connection survives a larger one', async () => {
    await using engine = await createTestEngine()
    const lambda = fakeLambda(engine)
    const { url } = await createApi(engine, { 'POST /': {} })
    const limit = 10 * 1024 * 1024
    const post = (body: Buffer | string | ReadableStream) => fetch(`${url}/`, { method: 'POST', body, duplex: 'half' } as RequestInit)
    const streamed = (size: number) => new Blob([Buffer.alloc(size)]).stream()
    expect((await post(Buffer.alloc(limit))).status).toBe(200)
    for (const large of [await post(Buffer.alloc(limit + 1)), await post(streamed(limit + 1))]) {
      expect([large.status, await large.text()]).toEqual([413, '{"message":"Request Entity Too Large"}'])
    }
    expect((await post('small')).status).toBe(200)
    expect(lambda.events.length).toBe(2)
  })
})
