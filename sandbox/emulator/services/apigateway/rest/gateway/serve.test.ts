import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { CreateApiKeyCommand, CreateDeploymentCommand, CreateUsagePlanCommand, CreateUsagePlanKeyCommand, PutGatewayResponseCommand, PutIntegrationCommand, UpdateStageCommand } from '@aws-sdk/client-api-gateway'
import { describe, expect, test } from 'vitest'
import { createTestEngine, type TestEngine } from '../../../../../testing/engine.ts'
import { fakeLambda, raw } from '../../../../../testing/http-api.ts'
import { emptyApi, importApi, LAMBDA } from '../../../../../testing/rest-api.ts'

const answer = async (url: string, init?: RequestInit) => {
  const response = await fetch(url, init)
  return [response.status, await response.text(), response.headers.get('x-amzn-errortype')]
}
const missing = [403, '{"message":"Missing Authentication Token"}', 'MissingAuthenticationTokenException']

test.each([
  ['GET', '/pets/cat', '/pets/cat', {}],
  ['GET', '/pets/cat/', '/pets/cat', {}],
  ['GET', '/pets/dog', '/pets/{name}', { name: 'dog' }],
  ['GET', '/pets/dog/toys/1', '/pets/{proxy+}', { proxy: 'dog/toys/1' }],
  ['POST', '/pets/cat', '/pets/{name}', { name: 'cat' }],
  ['DELETE', '/pets/cat', '/pets/{proxy+}', { proxy: 'cat' }],
  ['GET', '', '/', {}],
])('%s %s is for %s', async (method, path, resource, parameters) => {
  await using engine = await createTestEngine()
  const fake = fakeLambda(engine)
  const paths = { '/': { get: LAMBDA }, '/pets/{proxy+}': { 'x-amazon-apigateway-any-method': LAMBDA }, '/pets/{name}': { get: LAMBDA, post: LAMBDA }, '/pets/cat': { get: LAMBDA } }
  const { url } = await importApi(engine, paths)
  expect((await fetch(url + path, { method })).status).toBe(200)
  expect(fake.events[0]).toMatchObject({ resource, pathParameters: Object.keys(parameters).length > 0 ? parameters : null })
})

test('what is not there, and what is not deployed', async () => {
  await using engine = await createTestEngine()
  fakeLambda(engine)
  const { client, restApiId, url } = await importApi(engine, { '/a': { get: LAMBDA } })
  expect(await answer(`${url}/b`)).toEqual(missing)
  expect(await answer(`${url}/a`, { method: 'POST' })).toEqual(missing)
  expect(await answer(url.replace('/live', '/other/a'))).toEqual([403, '{"message":"Forbidden"}', 'ForbiddenException'])
  const { id: deploymentId = '' } = await client.send(new CreateDeploymentCommand({ restApiId, stageName: 'next' }))
  expect((await answer(url.replace('/live', '/next/a')))[0]).toBe(200)
  await client.send(new UpdateStageCommand({ restApiId, stageName: 'next', patchOperations: [{ op: 'replace', path: '/variables/color', value: 'red' }] }))
  expect(deploymentId).toMatch(/^[a-z0-9]{6}$/)
})

test('by the name of its host', async () => {
  await using engine = await createTestEngine()
  const fake = fakeLambda(engine)
  const { restApiId } = await importApi(engine, { '/a': { get: LAMBDA } })
  const { status } = await raw(engine.port, '/live/a', { headers: { host: `${restApiId}.execute-api.localhost:${engine.port}` } })
  expect(status).toBe(200)
  expect(fake.events[0]).toMatchObject({ path: '/a', requestContext: { path: '/live/a', domainName: `${restApiId}.execute-api.localhost` } })
})

/** A server that answers with what it was asked. */
async function echo(): Promise<{ url: string } & AsyncDisposable> {
  const server = createServer((request: IncomingMessage, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const status = request.url?.includes('teapot') ? 418 : 200
      response.writeHead(status, { 'content-type': 'application/json', 'x-own': 'yes' })
      response.end(JSON.stringify({ method: request.method, url: request.url, kind: request.headers['x-kind'], body: Buffer.concat(chunks).toString() }))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, [Symbol.asyncDispose]: () => new Promise((resolve) => server.close(() => resolve())) }
}

describe('integrations', () => {
  test('HTTP_PROXY passes request and answer on', async () => {
    await using engine = await createTestEngine()
    await using server = await echo()
    const parameters = { 'integration.request.path.proxy': 'method.request.path.proxy', 'integration.request.header.x-kind': "'mapped'" }
    const integration = { type: 'http_proxy', httpMethod: 'ANY', uri: `${server.url}/in/{proxy}`, requestParameters: parameters }
    const { url } = await importApi(engine, { '/{proxy+}': { 'x-amazon-apigateway-any-method': { 'x-amazon-apigateway-integration': integration } } })
    const response = await fetch(`${url}/a/teapot?q=1`, { method: 'PUT', body: 'hi' })
    expect([response.status, response.headers.get('x-own')]).toEqual([418, 'yes'])
    expect(await response.json()).toEqual({ method: 'PUT', url: '/in/a/teapot?q=1', kind: 'mapped', body: 'hi' })
  })

  test('HTTP sends what the template makes, and answers as the pattern for the status says', async () => {
    await using engine = await createTestEngine()
    await using server = await echo()
    const responses = {
      default: { statusCode: '200', responseTemplates: { 'application/json': "{\"said\": $input.json('$.body'), \"for\": \"$input.params('q')\"}" } },
      '4\\d\\d': { statusCode: '409', responseParameters: { 'method.response.header.X-Method': 'integration.response.body.method', 'method.response.header.X-Own': 'integration.response.header.x-own' } },
    }
    const integration = { type: 'http', httpMethod: 'POST', uri: `${server.url}/\${stageVariables.where}`, requestTemplates: { 'application/json': 'name=$input.path(\'$.name\')&stage=$context.stage' }, responses }
    const { url } = await importApi(engine, { '/a': { post: { 'x-amazon-apigateway-integration': integration } } }, {}, { variables: { where: 'fine' } })
    const ask = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"name":"Ada"}' }
    expect(await answer(`${url}/a?q=x`, ask)).toEqual([200, '{"said": "name=Ada&stage=live", "for": "x"}', null])
    const { url: other } = await importApi(engine, { '/a': { post: { 'x-amazon-apigateway-integration': integration } } }, {}, { variables: { where: 'teapot' } })
    const response = await fetch(`${other}/a`, ask)
    expect([response.status, response.headers.get('x-method'), response.headers.get('x-own')]).toEqual([409, 'POST', 'yes'])
  })

  test('a template with a directive is refused by name, and so is another service of AWS', async () => {
    await using engine = await createTestEngine()
    const { client, restApiId } = await importApi(engine, { '/a': { get: LAMBDA } })
    const { items } = await client.send(new (await import('@aws-sdk/client-api-gateway')).GetResourcesCommand({ restApiId }))
    const where = { restApiId, resourceId: items!.find(({ path }) => path === '/a')!.id!, httpMethod: 'GET' }
    const put = (more: object) => client.send(new PutIntegrationCommand({ ...where, type: 'MOCK', ...more }))
    const refused = (message: string) => expect.objectContaining({ name: 'NotImplemented', message: expect.stringContaining(message) })
    await expect(put({ requestTemplates: { 'application/json': '#set($a = 1) {"statusCode": 200}' } })).rejects.toEqual(refused('#set'))
    await expect(put({ requestTemplates: { 'application/json': '{"statusCode": 200, "x": "$util.parseJson($input.body)"}' } })).rejects.toEqual(refused('$util.parseJson'))
    await expect(put({ type: 'AWS', integrationHttpMethod: 'POST', uri: 'arn:aws:apigateway:us-east-1:sqs:path/1/q' })).rejects.toEqual(refused('sqs'))
  })
})

test('gateway responses replace status, headers and body; DEFAULT_4XX stands in for those without one', async () => {
  await using engine = await createTestEngine()
  fakeLambda(engine)
  const { client, restApiId, url } = await importApi(engine, { '/a': { get: LAMBDA } })
  const put = (more: object) => client.send(new PutGatewayResponseCommand({ restApiId, responseType: 'DEFAULT_4XX', ...more }))
  await put({ responseParameters: { 'gatewayresponse.header.Access-Control-Allow-Origin': "'*'" } })
  await put({ responseType: 'MISSING_AUTHENTICATION_TOKEN', statusCode: '404', responseTemplates: { 'text/plain': '$context.error.responseType on $context.path: $context.error.message' }, responseParameters: { 'gatewayresponse.header.X-Asked': 'method.request.header.x-ask' } })
  expect(await answer(`${url}/b`)).toEqual(missing)
  await client.send(new CreateDeploymentCommand({ restApiId, stageName: 'live' }))
  const response = await fetch(`${url}/b`, { headers: { 'x-ask': 'me' } })
  expect([response.status, response.headers.get('x-asked'), response.headers.get('content-type')]).toEqual([404, 'me', 'text/plain'])
  expect(await response.text()).toBe('MISSING_AUTHENTICATION_TOKEN on /live/b: Missing Authentication Token')
})

describe('request validators', () => {
  const definition = {
    definitions: { Name: { type: 'string', minLength: 2 }, User: { type: 'object', required: ['name'], properties: { name: { $ref: '#/definitions/Name' }, age: { type: 'integer', minimum: 0 } }, additionalProperties: false } },
    'x-amazon-apigateway-request-validators': { all: { validateRequestBody: true, validateRequestParameters: true } },
    'x-amazon-apigateway-request-validator': 'all',
  }
  const parameters = [{ in: 'query', name: 'q', required: true }, { in: 'header', name: 'x-kind', required: true }, { in: 'header', name: 'x-free' }, { in: 'body', name: 'u', schema: { $ref: '#/definitions/User' } }]
  const paths = { '/users': { post: { ...LAMBDA, parameters } } }

  test.each([
    ['?q=1', { 'x-kind': 'k' }, '{"name":"Ada","age":3}', 200, 'ok'],
    ['', { 'x-kind': 'k' }, '{"name":"Ada"}', 400, '{"message":"Missing required request parameters: [q]"}'],
    ['?q=', {}, '{"name":"Ada"}', 400, '{"message":"Missing required request parameters: [q, x-kind]"}'],
    ['?q=1', { 'x-kind': 'k' }, '{"name":"A"}', 400, '{"message":"Invalid request body"}'],
    ['?q=1', { 'x-kind': 'k' }, '{"name":"Ada","x":1}', 400, '{"message":"Invalid request body"}'],
    ['?q=1', { 'x-kind': 'k' }, '{', 400, '{"message":"Invalid request body"}'],
    ['?q=1', { 'x-kind': 'k' }, '', 400, '{"message":"Invalid request body"}'],
  ])('%s %j %s', async (query, headers, body, status, expected) => {
    await using engine = await createTestEngine()
    fakeLambda(engine)
    const { url } = await importApi(engine, paths, definition)
    const found = await answer(`${url}/users${query}`, { method: 'POST', headers: { ...headers, 'content-type': 'application/json' } as Record<string, string>, body })
    expect(found).toEqual([status, expected, status === 200 ? null : 'BadRequestException'])
  })
})

test('a key is let in by a usage plan of the stage', async () => {
  await using engine: TestEngine = await createTestEngine()
  const fake = fakeLambda(engine)
  const { client, restApiId, url } = await importApi(engine, { '/a': { get: { ...LAMBDA, security: [{ api_key: [] }] } } }, { securityDefinitions: { api_key: { type: 'apiKey', in: 'header', name: 'x-api-key' } } })
  const forbidden = [403, '{"message":"Forbidden"}', 'ForbiddenException']
  const { id: keyId, value = '' } = await client.send(new CreateApiKeyCommand({ name: 'k', enabled: true }))
  expect(await answer(`${url}/a`)).toEqual(forbidden)
  expect(await answer(`${url}/a`, { headers: { 'x-api-key': value } })).toEqual(forbidden)
  const { id: usagePlanId } = await client.send(new CreateUsagePlanCommand({ name: 'p', apiStages: [{ apiId: restApiId, stage: 'live' }] }))
  await client.send(new CreateUsagePlanKeyCommand({ usagePlanId, keyId, keyType: 'API_KEY' }))
  expect((await answer(`${url}/a`, { headers: { 'x-api-key': value } }))[0]).toBe(200)
  expect(fake.events[0]).toMatchObject({ requestContext: { identity: { apiKey: value, apiKeyId: keyId } } })
})

test('an API with a method but no integration is not deployed', async () => {
  await using engine = await createTestEngine()
  const { client, restApiId } = await emptyApi(engine)
  await expect(client.send(new CreateDeploymentCommand({ restApiId, stageName: 'live' }))).rejects.toMatchObject({ name: 'BadRequestException', message: "The REST API doesn't contain any methods" })
})
