import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { CreateIntegrationCommand, CreateRouteCommand } from '@aws-sdk/client-apigatewayv2'
import { expect, test } from 'vitest'
import { createTestEngine } from '../../../../testing/engine.ts'
import { createApi } from '../../../../testing/http-api.ts'

test('HTTP_PROXY passes request and answer on, and follows no redirect', async () => {
  await using engine = await createTestEngine()
  const server = createServer((req, res) => {
    res.writeHead(302, { location: 'http://127.0.0.1:1/', 'x-seen': `${req.method} ${req.url} ${req.headers['x-own']} ${req.headers.host}`, 'set-cookie': ['a=1', 'b=2'] })
    req.pipe(res)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  try {
    const { url, client, ApiId } = await createApi(engine, { 'GET /x': {} })
    const target = `127.0.0.1:${(server.address() as AddressInfo).port}`
    const { IntegrationId } = await client.send(new CreateIntegrationCommand({ ApiId, IntegrationType: 'HTTP_PROXY', IntegrationMethod: 'ANY', IntegrationUri: `http://${target}/base/{proxy}` }))
    await client.send(new CreateRouteCommand({ ApiId, RouteKey: 'ANY /{proxy+}', Target: `integrations/${IntegrationId}` }))
    const response = await fetch(`${url}/a%20b/c?q=1`, { method: 'PUT', body: 'hello', headers: { 'x-own': 'mine' }, redirect: 'manual' })
    expect([response.status, await response.text(), response.headers.get('x-seen')], engine.lines.join()).toEqual([302, 'hello', `PUT /base/a%20b/c?q=1 mine ${target}`])
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2'])
  } finally {
    server.close()
    server.closeAllConnections()
  }
  expect((await fetch((await createApi(engine, { 'GET /': {} })).url)).status, 'a function that does not exist').toBe(500)
})
