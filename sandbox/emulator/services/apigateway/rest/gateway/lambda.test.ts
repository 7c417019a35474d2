import { describe, expect, test } from 'vitest'
import { createTestEngine, eventually, stoppedClock } from '../../../../../testing/engine.ts'
import { fakeLambda, Invoked, raw } from '../../../../../testing/http-api.ts'
import { importApi, LAMBDA } from '../../../../../testing/rest-api.ts'

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

describe('a Lambda proxy integration', () => {
  test('is given the event of a REST API, member for member', async () => {
    await using engine = await createTestEngine()
    const fake = fakeLambda(engine)
    const { url, restApiId } = await importApi(engine, { '/things/{id}': { post: LAMBDA } }, {}, { variables: { color: 'blue' } })
    const headers = ['Host', 'api.test:80', 'X-Kind', 'a', 'X-Kind', 'b', 'User-Agent', 'me', 'Content-Type', 'text/plain', 'Content-Length', '2']
    const { headers: answered } = await raw(engine.port, `${new URL(url).pathname}/things/a%20b?q=1&q=2%203&e=`, { method: 'POST', headers, body: 'hi' })
    const event = fake.events[0]!
    const requestContext = event['requestContext'] as Record<string, unknown>
    expect(Object.keys(event).sort()).toEqual([
      'body', 'headers', 'httpMethod', 'isBase64Encoded', 'multiValueHeaders', 'multiValueQueryStringParameters', 'path', 'pathParameters', 'queryStringParameters', 'requestContext', 'resource', 'stageVariables',
    ])
    expect(event).toMatchObject({
      ...{ resource: '/things/{id}', path: '/things/a%20b', httpMethod: 'POST', body: 'hi', isBase64Encoded: false },
      ...{ pathParameters: { id: 'a%20b' }, stageVariables: { color: 'blue' } },
      queryStringParameters: { q: '2 3', e: '' },
      multiValueQueryStringParameters: { q: ['1', '2 3'], e: [''] },
      multiValueHeaders: { 'X-Kind': ['a', 'b'], Host: ['api.test:80'], 'X-Forwarded-For': ['127.0.0.1'], 'X-Forwarded-Port': ['80'], 'X-Forwarded-Proto': ['http'] },
      headers: { 'X-Kind': 'b', 'User-Agent': 'me', 'Content-Type': 'text/plain' },
    })
    expect(Object.keys(event['headers'] as object).map((name) => name.toLowerCase())).not.toContain('content-length')
    expect(requestContext).toEqual({
      ...{ resourceId: expect.stringMatching(/^[a-z0-9]{6}$/), resourcePath: '/things/{id}', httpMethod: 'POST', path: '/live/things/a%20b', accountId: '000000000000', protocol: 'HTTP/1.1', stage: 'live' },
      ...{ apiId: restApiId, deploymentId: expect.stringMatching(/^[a-z0-9]{6}$/), domainPrefix: restApiId, domainName: `${restApiId}.execute-api.us-east-1.amazonaws.com` },
      requestId: expect.stringMatching(UUID),
      extendedRequestId: answered['x-amz-apigw-id'],
      requestTime: expect.stringMatching(/^\d\d\/\w{3}\/\d{4}:\d\d:\d\d:\d\d \+0000$/),
      requestTimeEpoch: expect.any(Number),
      identity: {
        ...{ cognitoIdentityPoolId: null, accountId: null, cognitoIdentityId: null, caller: null, sourceIp: '127.0.0.1', principalOrgId: null, accessKey: null },
        ...{ cognitoAuthenticationType: null, cognitoAuthenticationProvider: null, userArn: null, userAgent: 'me', user: null },
      },
    })
    expect(answered['x-amzn-requestid']).toBe(requestContext['requestId'])
  })

  const failed = { status: 502, body: '{"message":"Internal server error"}', type: 'application/json' }
  test.each<[string, unknown, { status: number; body: string; type?: string }]>([
    ['nothing but a body', { body: 'hi' }, { status: 200, body: 'hi', type: 'application/json' }],
    ['nothing at all', {}, { status: 200, body: '', type: 'application/json' }],
    ['a status as text', { statusCode: '201', body: 'x', headers: { 'Content-Type': 'text/x' } }, { status: 201, body: 'x', type: 'text/x' }],
    ['base64 that nobody has as binary', { statusCode: 200, body: 'aGk=', isBase64Encoded: true }, { status: 200, body: 'aGk=' }],
    ['a member of another kind', { statusCode: 200, cookies: [] }, failed],
    ['a body that is no text', { statusCode: 200, body: {} }, failed],
    ['no object', 'hi', failed],
    ['null', null, failed],
    ['an error', new Invoked({ StatusCode: 200, FunctionError: 'Unhandled', Payload: Buffer.from('{}') }), failed],
  ])('%s', async (_name, returned, expected) => {
    await using engine = await createTestEngine()
    fakeLambda(engine, () => returned)
    const { url } = await importApi(engine, { '/': { get: LAMBDA } })
    const response = await fetch(url)
    expect([response.status, await response.text()]).toEqual([expected.status, expected.body])
    if (expected.type) expect(response.headers.get('content-type')).toBe(expected.type)
    if (expected === failed) expect(response.headers.get('x-amzn-errortype')).toBe('InternalServerErrorException')
  })

  test('headers that an integration cannot set go on under another name', async () => {
    await using engine = await createTestEngine()
    fakeLambda(engine, () => ({ statusCode: 401, headers: { 'WWW-Authenticate': 'Basic' }, multiValueHeaders: { 'Set-Cookie': ['a=1', 'b=2'] } }))
    const { url } = await importApi(engine, { '/': { get: LAMBDA } })
    const { headers } = await raw(engine.port, new URL(url).pathname)
    expect(headers).toMatchObject({ 'x-amzn-remapped-www-authenticate': 'Basic', 'set-cookie': ['a=1', 'b=2'] })
    expect(headers['www-authenticate']).toBeUndefined()
  })

  test('binary media types: bytes come as base64, and go as bytes to who accepts them', async () => {
    await using engine = await createTestEngine()
    const fake = fakeLambda(engine, () => ({ statusCode: 200, body: Buffer.from([0xff, 0]).toString('base64'), isBase64Encoded: true }))
    const { url } = await importApi(engine, { '/': { post: LAMBDA } }, { 'x-amazon-apigateway-binary-media-types': ['image/*'] })
    const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'image/png', accept: 'image/png' }, body: Buffer.from([0xfe]) })
    expect(Buffer.from(await response.arrayBuffer())).toEqual(Buffer.from([0xff, 0]))
    expect(fake.events[0]).toMatchObject({ body: '/g==', isBase64Encoded: true })
  })

  test('29 seconds are the end of patience', async () => {
    const clock = stoppedClock()
    await using engine = await createTestEngine({ clock })
    const fake = fakeLambda(engine, () => new Promise(() => {}))
    const { url } = await importApi(engine, { '/': { get: LAMBDA } })
    const answer = fetch(url)
    await eventually('the invocation', () => (fake.events.length > 0 ? true : undefined))
    await clock.advance(28_999)
    const early = await Promise.race([answer, Promise.resolve('waiting')])
    expect(early).toBe('waiting')
    await clock.advance(1)
    const response = await answer
    expect([response.status, await response.text()]).toEqual([504, '{"message":"Endpoint request timed out"}'])
  })

  test('without a permission for API Gateway it is a 500, whose reason is in the log', async () => {
    await using engine = await createTestEngine()
    const { url } = await importApi(engine, { '/': { get: LAMBDA } })
    const response = await fetch(url)
    expect([response.status, await response.text()]).toEqual([500, '{"message":"Internal server error"}'])
    expect(engine.lines.join()).toContain('could not be invoked')
  })
})
