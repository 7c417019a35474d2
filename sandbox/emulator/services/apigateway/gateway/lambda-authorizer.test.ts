import { CreateAuthorizerCommand, CreateRouteCommand, GetIntegrationsCommand, UpdateAuthorizerCommand, type CreateAuthorizerCommandInput } from '@aws-sdk/client-apigatewayv2'
import { describe, expect, test } from 'vitest'
import { AwsError } from '../../../kernel/errors.ts'
import { createTestEngine, stoppedClock, type TestEngine } from '../../../../testing/engine.ts'
import { createApi, fakeLambda, Invoked, type FakeFunction } from '../../../../testing/http-api.ts'

const AUTHORIZER = 'arn:aws:lambda:us-east-1:000000000000:function:may-they'
const UNAUTHORIZED = [401, '{"message":"Unauthorized"}']
const FORBIDDEN = [403, '{"message":"Forbidden"}']
const FAILED = [500, '{"message":"Internal Server Error"}']
const OK = [200, 'ok']

interface Asked extends FakeFunction {
  /** Events of the authorizer alone. */
  readonly asked: Record<string, unknown>[]
}

/** An API with `GET /a`, `GET /b/{id}` and `$default` behind a Lambda authorizer that says what `says` says. */
async function guarded(engine: TestEngine, says: (event: Record<string, unknown>) => unknown, settings: Partial<CreateAuthorizerCommandInput> = {}, version = '2.0') {
  const asked: Record<string, unknown>[] = []
  const lambda: Asked = Object.assign(
    fakeLambda(engine, (event) => {
      if (event['type'] !== 'REQUEST') return { statusCode: 200, body: 'ok' }
      asked.push(event)
      return says(event)
    }),
    { asked },
  )
  const { client, ApiId, url } = await createApi(engine, { 'GET /open': {} }, { version, variables: { color: 'blue' } })
  const { AuthorizerId } = await client.send(
    new CreateAuthorizerCommand({
      ...{ ApiId, Name: 'function', AuthorizerType: 'REQUEST', AuthorizerUri: AUTHORIZER, AuthorizerPayloadFormatVersion: '2.0' },
      ...{ EnableSimpleResponses: true, IdentitySource: ['$request.header.Authorization'], AuthorizerResultTtlInSeconds: 0 },
      ...settings,
    }),
  )
  const [integration] = (await client.send(new GetIntegrationsCommand({ ApiId }))).Items!
  for (const RouteKey of ['GET /a', 'GET /b/{id}', '$default'])
    await client.send(new CreateRouteCommand({ ApiId, RouteKey, Target: `integrations/${integration!.IntegrationId}`, AuthorizationType: 'CUSTOM', AuthorizerId }))
  const get = async (path: string, headers: Record<string, string> = { authorization: 'me' }) => {
    const response = await fetch(url + path, { headers })
    return [response.status, await response.text()]
  }
  return { client, ApiId, AuthorizerId, lambda, get }
}

const policy = (Effect: string, Resource: string, more: object = {}) => ({
  principalId: 'ada',
  policyDocument: { Version: '2012-10-17', Statement: [{ Action: 'execute-api:Invoke', Effect, Resource, ...more }] },
})

describe('what an authorizer may answer', () => {
  const simple = {}
  const iam = { EnableSimpleResponses: false }
  const one = { EnableSimpleResponses: false, AuthorizerPayloadFormatVersion: '1.0' }
  const bytes = (text: string) => new Invoked({ StatusCode: 200, Payload: Buffer.from(text) })
  const ANY = 'arn:aws:execute-api:us-east-1:000000000000:*'
  test.each<[string, object, unknown, unknown[]]>([
    ['isAuthorized', simple, { isAuthorized: true }, OK],
    ['not isAuthorized', simple, { isAuthorized: false }, FORBIDDEN],
    ['isAuthorized as a text', simple, { isAuthorized: 'true' }, FAILED],
    ['a policy where simple responses are on', simple, policy('Allow', ANY), FAILED],
    ['a context that is a text', simple, { isAuthorized: true, context: 'x' }, FAILED],
    ['nothing', simple, null, FAILED],
    ['no JSON', simple, bytes('yes'), FAILED],
    ['an error', simple, new Invoked({ StatusCode: 200, FunctionError: 'Unhandled', Payload: Buffer.from('{"isAuthorized":true}') }), FAILED],
    ['a policy that allows', iam, policy('Allow', ANY), OK],
    ['a policy in format 1.0', one, policy('Allow', ANY), OK],
    ['a policy that denies', iam, policy('Deny', ANY), FORBIDDEN],
    ['a policy for another stage', iam, policy('Allow', 'arn:aws:execute-api:us-east-1:000000000000:*/prod/GET/a'), FORBIDDEN],
    ['a policy for another method', iam, policy('Allow', 'arn:aws:execute-api:us-east-1:000000000000:*/*/POST/*'), FORBIDDEN],
    ['a policy for this address', iam, policy('Allow', ANY, { Condition: { IpAddress: { 'aws:SourceIp': '127.0.0.0/8' } } }), OK],
    ['a policy for another address', iam, policy('Allow', ANY, { Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } }), FORBIDDEN],
    ['a policy without a principal', iam, { policyDocument: policy('Allow', ANY).policyDocument }, FAILED],
    ['a policy that is none', iam, { principalId: 'ada', policyDocument: { Statement: 'all' } }, FAILED],
    ['isAuthorized where simple responses are off', iam, { isAuthorized: true }, FAILED],
  ])('%s', async (_name, settings, answer, expected) => {
    await using engine = await createTestEngine()
    const { get, lambda } = await guarded(engine, () => answer, settings)
    expect(await get('/a'), engine.lines.join()).toEqual(expected)
    expect(lambda.events.length, 'invocations of both').toBe(expected === OK ? 2 : 1)
  })

  test('one that may not be invoked is a 500, and the log says which', async () => {
    await using engine = await createTestEngine()
    const { get } = await guarded(engine, () => {
      throw new AwsError('AccessDeniedException', 'no permission', { status: 403 })
    })
    expect(await get('/a')).toEqual(FAILED)
    expect(engine.lines.join()).toContain('no permission')
  })
})

test('the event of format 2.0, and what the integration hears', async () => {
  await using engine = await createTestEngine()
  const context = { stringKey: 'value', numberKey: 1, booleanKey: true, arrayKey: ['a'], mapKey: { a: 'b' } }
  const { get, lambda, ApiId } = await guarded(engine, () => ({ isAuthorized: true, context }), { IdentitySource: ['$request.header.Authorization', '$request.querystring.who', '$stageVariables.color', '$context.httpMethod'] })
  expect(await get('/b/7?who=ada')).toEqual(OK)
  expect(lambda.asked[0]).toMatchObject({
    ...{ version: '2.0', type: 'REQUEST', identitySource: ['me', 'ada', 'blue', 'GET'], routeKey: 'GET /b/{id}', rawPath: '/b/7', rawQueryString: 'who=ada' },
    routeArn: `arn:aws:execute-api:us-east-1:000000000000:${ApiId}/$default/GET/b/7`,
    ...{ headers: { authorization: 'me' }, queryStringParameters: { who: 'ada' }, pathParameters: { id: '7' }, stageVariables: { color: 'blue' } },
    requestContext: { accountId: '000000000000', apiId: ApiId, http: { method: 'GET', path: '/b/7' }, routeKey: 'GET /b/{id}', stage: '$default' },
  })
  expect(lambda.asked[0]).not.toHaveProperty('body')
  expect(lambda.events[1]).toMatchObject({ requestContext: { authorizer: { lambda: context } } })
  expect(lambda.calls.map(({ FunctionName }) => FunctionName)).toEqual([AUTHORIZER, expect.stringContaining(':demo')])
})

test('the event of format 1.0, and what an integration of format 1.0 hears', async () => {
  await using engine = await createTestEngine()
  const answer = { ...policy('Allow', '*'), context: { team: 'red' } }
  const { get, lambda, ApiId } = await guarded(engine, () => answer, { AuthorizerPayloadFormatVersion: '1.0', EnableSimpleResponses: false, IdentitySource: ['$request.header.Authorization', '$request.querystring.who'] }, '1.0')
  expect(await get('/b/7?who=ada')).toEqual(OK)
  const { headers, requestContext, ...event } = lambda.asked[0]!
  expect(event).toEqual({
    ...{ version: '1.0', type: 'REQUEST', methodArn: `arn:aws:execute-api:us-east-1:000000000000:${ApiId}/$default/GET/b/7` },
    ...{ identitySource: 'me,ada', authorizationToken: 'me,ada', resource: '/b/{id}', path: '/b/7', httpMethod: 'GET' },
    ...{ queryStringParameters: { who: 'ada' }, pathParameters: { id: '7' }, stageVariables: { color: 'blue' } },
  })
  expect(headers).toMatchObject({ authorization: 'me' })
  expect(requestContext).toMatchObject({ path: '/b/7', stage: '$default', resourcePath: '/b/{id}', identity: { sourceIp: '127.0.0.1' } })
  expect(lambda.events[1]).toMatchObject({ requestContext: { authorizer: { principalId: 'ada', team: 'red' } } })
})

describe('identity sources', () => {
  test.each<[string, string, Record<string, string>]>([
    ['nothing', '/a', {}],
    ['an empty header', '/a?who=x', { authorization: '' }],
    ['one of two', '/a', { authorization: 'me' }],
    ['a name in another case', '/a?Who=x', { authorization: 'me' }],
  ])('%s: 401, and nobody is asked', async (_name, path, headers) => {
    await using engine = await createTestEngine()
    const { get, lambda } = await guarded(engine, () => ({ isAuthorized: true }), { IdentitySource: ['$request.header.authorization', '$request.querystring.who'] })
    expect(await get(path, headers)).toEqual(UNAUTHORIZED)
    expect(lambda.events).toEqual([])
  })

  test('none are asked for: the function is invoked each time', async () => {
    await using engine = await createTestEngine()
    const { get, lambda } = await guarded(engine, () => ({ isAuthorized: true }), { IdentitySource: [] })
    expect([await get('/a', {}), await get('/a', {})]).toEqual([OK, OK])
    expect(lambda.asked.map(({ identitySource }) => identitySource)).toEqual([null, null])
  })
})

describe('remembered answers', () => {
  test('hold for the time to live, for the same identity, on every route', async () => {
    const clock = stoppedClock()
    await using engine = await createTestEngine({ clock })
    const { get, lambda, client, ApiId, AuthorizerId } = await guarded(engine, ({ identitySource }) => ({ isAuthorized: (identitySource as string[])[0] === 'me' }), { AuthorizerResultTtlInSeconds: 60 })
    const asks = async (who: string, path = '/a') => {
      const before = lambda.asked.length
      const [status] = await get(path, { authorization: who })
      return [status, lambda.asked.length - before]
    }
    expect(await asks('me')).toEqual([200, 1])
    expect(await asks('me', '/b/1')).toEqual([200, 0])
    expect(await asks('you')).toEqual([403, 1])
    expect(await asks('you'), 'a denial too').toEqual([403, 0])
    await clock.advance(59_999)
    expect(await asks('me')).toEqual([200, 0])
    await clock.advance(1)
    expect(await asks('me')).toEqual([200, 1])
    await client.send(new UpdateAuthorizerCommand({ ApiId, AuthorizerId, AuthorizerResultTtlInSeconds: 120 }))
    expect(await asks('me'), 'a changed authorizer').toEqual([200, 1])
  })

  test('a remembered policy is applied to each route; $context.routeKey asks for each', async () => {
    await using engine = await createTestEngine()
    const { get, lambda, client, ApiId, AuthorizerId } = await guarded(engine, ({ routeArn }) => policy('Allow', routeArn as string), { EnableSimpleResponses: false, AuthorizerResultTtlInSeconds: 60 })
    expect([await get('/a'), await get('/b/1')]).toEqual([OK, FORBIDDEN])
    expect(lambda.asked.length).toBe(1)
    await client.send(new UpdateAuthorizerCommand({ ApiId, AuthorizerId, IdentitySource: ['$request.header.Authorization', '$context.routeKey'] }))
    expect([await get('/a'), await get('/b/1')]).toEqual([OK, OK])
    expect(lambda.asked.length).toBe(3)
  })

  test('five minutes unless told, and errors are not remembered', async () => {
    await using engine = await createTestEngine()
    let fails = true
    const { get, lambda } = await guarded(engine, () => (fails ? null : { isAuthorized: true }), { AuthorizerResultTtlInSeconds: undefined })
    expect(await get('/a')).toEqual(FAILED)
    fails = false
    expect([await get('/a'), await get('/a')]).toEqual([OK, OK])
    expect(lambda.asked.length).toBe(2)
  })
})
