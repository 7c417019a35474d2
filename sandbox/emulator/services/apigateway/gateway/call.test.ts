import { CreateDeploymentCommand, CreateIntegrationCommand, CreateRouteCommand, CreateStageCommand, UpdateApiCommand, UpdateStageCommand } from '@aws-sdk/client-apigatewayv2'
import { describe, expect, test } from 'vitest'
import { createTestEngine } from '../../../../testing/engine.ts'
import { createApi, fakeLambda, FUNCTION, raw } from '../../../../testing/http-api.ts'

const NOT_FOUND = { status: 404, body: '{"message":"Not Found"}' }

describe('where an API is found', () => {
  test('by host, by path, and nowhere else', async () => {
    await using engine = await createTestEngine()
    fakeLambda(engine)
    const { ApiId } = await createApi(engine, { 'GET /a': {} })
    const at = async (host: string, path: string) => (await raw(engine.port, path, { headers: { host } })).status
    expect(await at(`${ApiId}.execute-api.localhost:4566`, '/a')).toBe(200)
    expect(await at(`${ApiId}.execute-api.eu-west-1.amazonaws.com`, '/a')).toBe(200)
    expect(await at('127.0.0.1', `/_aws/execute-api/${ApiId}/a`)).toBe(200)
    expect(await raw(engine.port, '/_aws/execute-api/nobody/a')).toMatchObject(NOT_FOUND)
    expect(await raw(engine.port, '/_aws/execute-api/')).toMatchObject(NOT_FOUND)
    expect(await raw(engine.port, `/_aws/execute-api/${ApiId}/%ZZ`)).toMatchObject(NOT_FOUND)
    expect(await raw(engine.port, `/_aws/execute-api/${ApiId}/b`)).toMatchObject(NOT_FOUND)
    for (const name of ['constructor', '__proto__', '$default']) expect(await raw(engine.port, `/_aws/execute-api/${ApiId}/${name}/a`)).toMatchObject(NOT_FOUND)
  })

  test('an account and region of its own', async () => {
    await using engine = await createTestEngine()
    const lambda = fakeLambda(engine)
    const there = { ...engine, client: { ...engine.client, region: 'eu-west-1', credentials: { accessKeyId: '123456789012', secretAccessKey: 'test' } } }
    const { url } = await createApi(there, { 'GET /': {} })
    expect((await fetch(url)).status).toBe(200)
    expect(lambda.events[0]).toMatchObject({ requestContext: { accountId: '123456789012' } })
    expect(lambda.calls[0]).toMatchObject({ region: 'eu-west-1' })
  })

  test('a named stage is the first segment of the path, and stays in rawPath', async () => {
    await using engine = await createTestEngine()
    const lambda = fakeLambda(engine)
    const { url } = await createApi(engine, { 'GET /a': {}, 'GET /': {} }, { stage: 'dev' })
    expect((await fetch(`${url}/dev/a`)).status).toBe(200)
    expect(lambda.events[0]).toMatchObject({ rawPath: '/dev/a', requestContext: { stage: 'dev', http: { path: '/dev/a' } } })
    expect((await fetch(`${url}/dev`)).status).toBe(200)
    expect((await fetch(`${url}/a`)).status).toBe(404)
    expect((await fetch(`${url}/devil/a`)).status).toBe(404)
  })

  test('a stage without AutoDeploy serves what was deployed to it', async () => {
    await using engine = await createTestEngine()
    fakeLambda(engine)
    const { url, client, ApiId } = await createApi(engine, { 'GET /a': {} }, { stage: 'live' })
    await client.send(new CreateStageCommand({ ApiId, StageName: 'prod' }))
    const get = async (path: string) => (await fetch(url + path)).status
    expect(await get('/prod/a'), 'before a deployment').toBe(404)
    const { DeploymentId } = await client.send(new CreateDeploymentCommand({ ApiId, StageName: 'prod' }))
    expect(await get('/prod/a')).toBe(200)
    const { IntegrationId } = await client.send(new CreateIntegrationCommand({ ApiId, IntegrationType: 'AWS_PROXY', IntegrationUri: FUNCTION, PayloadFormatVersion: '2.0' }))
    await client.send(new CreateRouteCommand({ ApiId, RouteKey: 'GET /b', Target: `integrations/${IntegrationId}` }))
    expect([await get('/live/b'), await get('/prod/b')]).toEqual([200, 404])
    await client.send(new CreateDeploymentCommand({ ApiId, StageName: 'prod' }))
    expect(await get('/prod/b')).toBe(200)
    await client.send(new UpdateStageCommand({ ApiId, StageName: 'prod', DeploymentId }))
    expect(await get('/prod/b'), 'rolled back').toBe(404)
  })

  test('a disabled endpoint', async () => {
    await using engine = await createTestEngine()
    fakeLambda(engine)
    const { url, client, ApiId } = await createApi(engine, { 'GET /': {} })
    expect((await fetch(url)).status).toBe(200)
    await client.send(new UpdateApiCommand({ ApiId, DisableExecuteApiEndpoint: true }))
    expect((await fetch(url)).status).toBe(404)
  })
})
