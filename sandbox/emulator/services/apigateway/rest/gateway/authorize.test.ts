import { Sha256 } from '@aws-crypto/sha256-js'
import { SignatureV4 } from '@smithy/signature-v4'
import { describe, expect, test } from 'vitest'
import { createTestEngine, stoppedClock, type TestEngine } from '../../../../../testing/engine.ts'
import { fakeIssuer, fakeLambda, FUNCTION, Invoked } from '../../../../../testing/http-api.ts'
import { importApi, INVOCATIONS, LAMBDA, POOL_ARN, POOL_ISSUER } from '../../../../../testing/rest-api.ts'

const answer = async (url: string, headers: Record<string, string> = {}) => {
  const response = await fetch(url, { headers })
  return [response.status, await response.text(), response.headers.get('x-amzn-errortype')]
}
const unauthorized = [401, '{"message":"Unauthorized"}', 'UnauthorizedException']
const scheme = (name: string, extension: object) => ({ type: 'apiKey', in: 'header', name, 'x-amazon-apigateway-authorizer': extension })

describe('COGNITO_USER_POOLS', () => {
  const definition = { securityDefinitions: { users: scheme('Authorization', { type: 'cognito_user_pools', providerARNs: [POOL_ARN] }) } }
  const paths = { '/id': { get: { ...LAMBDA, security: [{ users: [] }] } }, '/scoped': { get: { ...LAMBDA, security: [{ users: ['a/read', 'a/write'] }] } } }
  const setUp = async (engine: TestEngine) => {
    const fake = fakeLambda(engine)
    const issuer = await fakeIssuer(engine, POOL_ISSUER)
    return { fake, issuer, ...(await importApi(engine, paths, definition)) }
  }
  const now = () => Math.floor(Date.now() / 1000)
  const claims = (more: object = {}) => ({ iss: POOL_ISSUER, sub: 's', token_use: 'id', aud: 'any-client', iat: now(), exp: now() + 60, ...more })

  test('an ID token of any client, with its claims as texts', async () => {
    await using engine = await createTestEngine()
    const { fake, issuer, url } = await setUp(engine)
    const token = await issuer.sign(claims({ 'cognito:groups': ['a', 'b'], email_verified: true, exp: 4070908800 }))
    for (const authorization of [token, `Bearer ${token}`]) expect((await answer(`${url}/id`, { authorization }))[0]).toBe(200)
    expect(fake.events[0]).toMatchObject({
      requestContext: { authorizer: { claims: { sub: 's', 'cognito:groups': 'a,b', email_verified: 'true', exp: 'Thu Jan 01 00:00:00 UTC 2099', token_use: 'id' } } },
    })
  })

  test.each<[string, string, object, unknown]>([
    ['an access token where there are no scopes', '/id', { token_use: 'access' }, unauthorized],
    ['an ID token where there are', '/scoped', {}, unauthorized],
    ['an access token without the scope', '/scoped', { token_use: 'access', scope: 'a/other' }, unauthorized],
    ['an access token with one of the scopes', '/scoped', { token_use: 'access', scope: 'x a/write' }, [200, 'ok', null]],
    ['another pool\'s', '/id', { iss: 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Other' }, unauthorized],
    ['one that is over', '/id', { exp: 1 }, [401, '{"message":"The incoming token has expired"}', 'UnauthorizedException']],
  ])('%s', async (_name, path, more, expected) => {
    await using engine = await createTestEngine()
    const { issuer, url } = await setUp(engine)
    expect(await answer(url + path, { authorization: await issuer.sign(claims(more)) })).toEqual(expected)
  })

  test('no token, no JWT, and a signature of somebody else\'s', async () => {
    await using engine = await createTestEngine()
    const { issuer, url } = await setUp(engine)
    const stranger = await issuer.newKey('two')
    issuer.keys.pop()
    const token = await issuer.sign(claims({ exp: 1 }), {}, stranger)
    for (const authorization of ['', 'Bearer', 'x.y.z', token]) expect(await answer(`${url}/id`, authorization ? { authorization } : {})).toEqual(unauthorized)
  })
})

describe('a Lambda authorizer', () => {
  const uri = INVOCATIONS.replace(FUNCTION, `${FUNCTION}-authorizer`)
  const policy = (Effect: string, Resource = '*') => ({ principalId: 'ada', policyDocument: { Version: '2012-10-17', Statement: [{ Action: 'execute-api:Invoke', Effect, Resource }] }, context: { n: 1, t: 'x' } })
  const setUp = async (engine: TestEngine, extension: object, said: unknown) => {
    const state = { said }
    const fake = fakeLambda(engine, (event) => (event['type'] === undefined ? { statusCode: 200, body: 'ok' } : state.said))
    const definition = { securityDefinitions: { asked: scheme('X-Token', { authorizerUri: uri, ...extension }) } }
    const api = await importApi(engine, { '/a/{id}': { get: { ...LAMBDA, security: [{ asked: [] }] } } }, definition)
    return { state, fake, ...api }
  }
  const denied = (how: string) => [403, `{"Message":"User is not authorized to access this resource${how}"}`, 'AccessDeniedException']
  const misconfigured = [500, '{"message":null}', 'AuthorizerConfigurationException']

  test.each<[string, unknown, unknown]>([
    ['allows', policy('Allow'), [200, 'ok', null]],
    ['denies', policy('Deny'), denied(' with an explicit deny')],
    ['allows something else', policy('Allow', 'arn:aws:execute-api:us-east-1:000000000000:other/*'), denied('')],
    ['fails with the word for it', new Invoked({ FunctionError: 'Unhandled', Payload: Buffer.from('{"errorMessage":"Unauthorized"}') }), unauthorized],
    ['fails otherwise', new Invoked({ FunctionError: 'Unhandled', Payload: Buffer.from('{"errorMessage":"oops"}') }), misconfigured],
    ['has no principalId', { ...policy('Allow'), principalId: undefined }, misconfigured],
    ['has an object in its context', { ...policy('Allow'), context: { o: {} } }, misconfigured],
  ])('TOKEN: %s', async (_name, said, expected) => {
    await using engine = await createTestEngine()
    const { url, restApiId, fake } = await setUp(engine, { type: 'token' }, said)
    expect(await answer(`${url}/a/1`, { 'x-token': 't' })).toEqual(expected)
    expect(fake.events[0]).toEqual({ type: 'TOKEN', methodArn: `arn:aws:execute-api:us-east-1:000000000000:${restApiId}/live/GET/a/1`, authorizationToken: 't' })
    if ((expected as unknown[])[0] === 200) expect(fake.events[1]).toMatchObject({ requestContext: { authorizer: { principalId: 'ada', n: '1', t: 'x' } } })
  })

  test('is not asked without a token, nor with one that does not fit its expression', async () => {
    await using engine = await createTestEngine()
    const { url, fake } = await setUp(engine, { type: 'token', identityValidationExpression: 'a+' }, policy('Allow'))
    expect(await answer(`${url}/a/1`)).toEqual(unauthorized)
    expect(await answer(`${url}/a/1`, { 'x-token': 'ab' })).toEqual(unauthorized)
    expect(fake.events).toEqual([])
    expect((await answer(`${url}/a/1`, { 'x-token': 'aa' }))[0]).toBe(200)
  })

  test('its answer is remembered for as long as it says, and looked up for each request', async () => {
    const clock = stoppedClock()
    await using engine = await createTestEngine({ clock })
    const { url, state, fake } = await setUp(engine, { type: 'token', authorizerResultTtlInSeconds: 60 }, policy('Allow', 'arn:aws:execute-api:*:*:*/live/GET/a/1'))
    const asked = () => fake.events.filter((event) => event['type'] === 'TOKEN').length
    expect((await answer(`${url}/a/1`, { 'x-token': 't' }))[0]).toBe(200)
    expect(await answer(`${url}/a/2`, { 'x-token': 't' })).toEqual(denied(''))
    state.said = policy('Deny')
    expect((await answer(`${url}/a/1`, { 'x-token': 't' }))[0]).toBe(200)
    expect(asked()).toBe(1)
    await clock.advance(60_000)
    expect(await answer(`${url}/a/1`, { 'x-token': 't' })).toEqual(denied(' with an explicit deny'))
    expect(asked()).toBe(2)
  })

  test('REQUEST: is given the request without its body, and needs all its sources', async () => {
    await using engine = await createTestEngine()
    const { url, fake } = await setUp(engine, { type: 'request', identitySource: 'method.request.header.x-a, method.request.querystring.q' }, policy('Allow'))
    expect(await answer(`${url}/a/1`, { 'x-a': '1' })).toEqual(unauthorized)
    expect((await answer(`${url}/a/1?q=2`, { 'x-a': '1' }))[0]).toBe(200)
    expect(fake.events[0]).toMatchObject({ type: 'REQUEST', resource: '/a/{id}', path: '/a/1', httpMethod: 'GET', queryStringParameters: { q: '2' }, pathParameters: { id: '1' }, requestContext: { stage: 'live' } })
    expect(fake.events[0]).not.toHaveProperty('body')
  })
})

describe('AWS_IAM', () => {
  const definition = { securityDefinitions: { sigv4: { type: 'apiKey', in: 'header', name: 'Authorization', 'x-amazon-apigateway-authtype': 'awsSigv4' } } }
  const paths = { '/a': { get: { ...LAMBDA, security: [{ sigv4: [] }] } } }
  const signed = async (url: string, secretAccessKey: string) => {
    const signer = new SignatureV4({ service: 'execute-api', region: 'us-east-1', sha256: Sha256, credentials: { accessKeyId: 'test', secretAccessKey } })
    const { host, hostname, pathname, port } = new URL(url)
    const { headers } = await signer.sign({ method: 'GET', protocol: 'http:', hostname, port: Number(port), path: pathname, headers: { host } })
    return answer(url, headers)
  }

  test('a signature that holds is let in, and the event says whose it is', async () => {
    await using engine = await createTestEngine()
    const fake = fakeLambda(engine)
    const { url } = await importApi(engine, paths, definition)
    expect(await signed(`${url}/a`, 'test')).toEqual([200, 'ok', null])
    expect(fake.events[0]).toMatchObject({ requestContext: { identity: { accessKey: 'test', accountId: '000000000000', userArn: 'arn:aws:iam::000000000000:root' } } })
  })

  test('without one, and with one that does not hold', async () => {
    await using engine = await createTestEngine()
    fakeLambda(engine)
    const { url } = await importApi(engine, paths, definition)
    expect(await answer(`${url}/a`)).toEqual([403, '{"message":"Missing Authentication Token"}', 'MissingAuthenticationTokenException'])
    const [status, body, type] = await signed(`${url}/a`, 'wrong')
    expect([status, type]).toEqual([403, 'InvalidSignatureException'])
    expect(body).toContain('The request signature we calculated does not match')
  })
})
