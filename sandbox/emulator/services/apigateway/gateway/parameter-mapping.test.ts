import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { CreateIntegrationCommand, CreateRouteCommand, UpdateStageCommand, type CreateIntegrationCommandInput } from '@aws-sdk/client-apigatewayv2'
import { expect, test } from 'vitest'
import { createTestEngine, type TestEngine } from '../../../../testing/engine.ts'
import { createApi, fakeLambda, FUNCTION } from '../../../../testing/http-api.ts'

async function mapped(engine: TestEngine, settings: Partial<CreateIntegrationCommandInput>) {
  const { client, ApiId, url } = await createApi(engine, { 'GET /other': {} }, { variables: { color: 'blue', host: '127.0.0.1', name: 'demo' } })
  const { IntegrationId } = await client.send(
    new CreateIntegrationCommand({ ApiId, IntegrationType: 'AWS_PROXY', IntegrationUri: FUNCTION, PayloadFormatVersion: '2.0', ...settings }),
  )
  await client.send(new CreateRouteCommand({ ApiId, RouteKey: 'POST /pets/{id}', Target: `integrations/${IntegrationId}` }))
  return { client, ApiId, url }
}

test('what a function hears after the mapping of its request', async () => {
  await using engine = await createTestEngine()
  const lambda = fakeLambda(engine)
  const { url } = await mapped(engine, {
    RequestParameters: {
      'append:header.kept': 'more',
      'overwrite:header.who': '$request.querystring.who',
      'append:header.mixed': '${request.path.id}-${stageVariables.color}-${context.httpMethod}',
      'append:header.first': '$request.body.items[0].name',
      'append:header.absent': '$request.header.nothing',
      'remove:header.secret': "''",
      'append:querystring.more': '$request.path',
      'overwrite:querystring.who': 'somebody',
      'remove:querystring.gone': "''",
      'overwrite:path': '/animals/${request.path.id}',
    },
  })
  await fetch(`${url}/pets/7?who=ada&gone=1`, {
    method: 'POST', body: '{"items":[{"name":"rex"}]}', headers: { 'content-type': 'application/json', kept: 'one', who: 'nobody', secret: 'x' },
  })
  const event = lambda.events[0] as { headers: Record<string, string>; queryStringParameters: object; rawPath: string; rawQueryString: string }
  expect(event.headers).toMatchObject({ kept: 'one,more', who: 'ada', mixed: '7-blue-POST', first: 'rex' })
  expect(event.headers).not.toHaveProperty('secret')
  expect(event.headers).not.toHaveProperty('absent')
  expect(event.queryStringParameters).toEqual({ who: 'somebody', more: '/pets/7' })
  expect([event.rawPath, event.rawQueryString]).toEqual(['/animals/7', 'who=somebody&more=%2Fpets%2F7'])
})

test('the answer is changed by its status', async () => {
  await using engine = await createTestEngine()
  const lambda = fakeLambda(engine, () => ({ statusCode: 500, headers: { kept: 'a', gone: 'b' }, body: '{"why":"broken"}' }))
  const { url } = await mapped(engine, {
    ResponseParameters: {
      500: { 'append:header.kept': '$response.body.why', 'remove:header.gone': "''", 'overwrite:header.color': '$stageVariables.color', 'overwrite:statuscode': '403' },
      404: { 'append:header.error': '$response.header.kept' },
    },
  })
  const ask = () => fetch(`${url}/pets/7`, { method: 'POST' })
  const changed = await ask()
  expect([changed.status, changed.headers.get('kept'), changed.headers.get('gone'), changed.headers.get('color')]).toEqual([403, 'a,broken', null, 'blue'])
  lambda.answer = () => ({ statusCode: 404, headers: { kept: 'x' } })
  expect((await ask()).headers.get('error')).toBe('x')
  lambda.answer = () => ({ statusCode: 200, headers: { gone: 'y' } })
  expect((await ask()).headers.get('gone')).toBe('y')
})

test('an HTTP integration with stage variables in its address and another path', async () => {
  await using engine = await createTestEngine()
  const server = createServer((req, res) => res.end(`${req.url} ${req.headers['x-id']}`)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  try {
    const { url } = await mapped(engine, {
      ...{ IntegrationType: 'HTTP_PROXY', IntegrationMethod: 'ANY', PayloadFormatVersion: '1.0' },
      IntegrationUri: `http://\${stageVariables.host}:${(server.address() as AddressInfo).port}/base`,
      RequestParameters: { 'overwrite:path': '/other/$x', 'append:header.x-id': '$context.apiId' },
    })
    const response = await fetch(`${url}/pets/7?q=1`, { method: 'POST' })
    expect(await response.text(), engine.lines.join()).toMatch(/^\/other\/\$x\?q=1 [a-z0-9]{10}$/)
  } finally {
    server.close()
    server.closeAllConnections()
  }
})

test("a stage variable names the function; without it the call is the gateway's error", async () => {
  await using engine = await createTestEngine()
  const lambda = fakeLambda(engine)
  const { url, client, ApiId } = await mapped(engine, { IntegrationUri: FUNCTION.replace('demo', '${stageVariables.name}') })
  expect((await fetch(`${url}/pets/7`, { method: 'POST' })).status).toBe(200)
  expect(lambda.calls[0]!.FunctionName).toBe(FUNCTION)
  await client.send(new UpdateStageCommand({ ApiId, StageName: '$default', StageVariables: { name: 'second' } }))
  await fetch(`${url}/pets/7`, { method: 'POST' })
  expect(lambda.calls[1]!.FunctionName).toBe(FUNCTION.replace('demo', 'second'))
})
