import {
  ApiGatewayV2Client, CreateApiCommand, DeleteApiCommand, DeleteCorsConfigurationCommand, GetApiCommand, GetApisCommand, GetIntegrationsCommand,
  GetRoutesCommand, GetStagesCommand, GetTagsCommand, TagResourceCommand, UntagResourceCommand, UpdateApiCommand,
} from '@aws-sdk/client-apigatewayv2'
import { expect, test } from 'vitest'
import { createTestEngine } from '../../../../testing/engine.ts'
import { FUNCTION } from '../../../../testing/http-api.ts'

test('an API from its creation to its deletion', async () => {
  await using engine = await createTestEngine()
  const client = new ApiGatewayV2Client(engine.client)
  const { $metadata, ...created } = await client.send(new CreateApiCommand({ Name: 'demo', ProtocolType: 'HTTP', CorsConfiguration: { AllowOrigins: ['*'], MaxAge: 5 }, Tags: { a: '1' } }))
  expect($metadata.httpStatusCode).toBe(201)
  const { ApiId } = created
  expect(ApiId).toMatch(/^[a-z0-9]{10}$/)
  expect(created).toEqual({
    ApiEndpoint: `${engine.endpoint}/_aws/execute-api/${ApiId}`,
    ApiId,
    ApiKeySelectionExpression: '$request.header.x-api-key',
    CorsConfiguration: { AllowOrigins: ['*'], MaxAge: 5 },
    CreatedDate: expect.any(Date) as Date,
    DisableExecuteApiEndpoint: false,
    IpAddressType: 'ipv4',
    Name: 'demo',
    ProtocolType: 'HTTP',
    RouteSelectionExpression: '$request.method $request.path',
    Tags: { a: '1' },
  })
  await client.send(new UpdateApiCommand({ ApiId, Description: 'changed' }))
  await client.send(new DeleteCorsConfigurationCommand({ ApiId }))
  const { CorsConfiguration: _cors, ...rest } = created
  const { $metadata: _, ...shown } = await client.send(new GetApiCommand({ ApiId }))
  expect(shown).toEqual({ ...rest, Description: 'changed' })
  expect((await client.send(new DeleteApiCommand({ ApiId }))).$metadata.httpStatusCode).toBe(204)
  await expect(client.send(new GetApiCommand({ ApiId }))).rejects.toMatchObject({
    name: 'NotFoundException',
    message: `Invalid API identifier specified 000000000000:${ApiId}`,
    $metadata: { httpStatusCode: 404 },
  })
  expect((await fetch(created.ApiEndpoint!)).status).toBe(404)
})

test('quick create makes the integration, the route and the default stage', async () => {
  await using engine = await createTestEngine()
  const client = new ApiGatewayV2Client(engine.client)
  const { ApiId } = await client.send(new CreateApiCommand({ Name: 'quick', ProtocolType: 'HTTP', Target: FUNCTION, RouteKey: 'GET /hello' }))
  const { Items: integrations } = await client.send(new GetIntegrationsCommand({ ApiId }))
  expect(integrations).toMatchObject([{ ApiGatewayManaged: true, IntegrationType: 'AWS_PROXY', IntegrationUri: FUNCTION, PayloadFormatVersion: '2.0' }])
  const { Items: routes } = await client.send(new GetRoutesCommand({ ApiId }))
  expect(routes).toMatchObject([{ ApiGatewayManaged: true, RouteKey: 'GET /hello', Target: `integrations/${integrations![0]!.IntegrationId}` }])
  const { Items: stages } = await client.send(new GetStagesCommand({ ApiId }))
  expect(stages).toMatchObject([{ ApiGatewayManaged: true, AutoDeploy: true, StageName: '$default' }])
})

test('listing is by account and region, and in pages', async () => {
  await using engine = await createTestEngine()
  const client = new ApiGatewayV2Client(engine.client)
  for (const Name of ['a', 'b', 'c']) await client.send(new CreateApiCommand({ Name, ProtocolType: 'HTTP' }))
  await new ApiGatewayV2Client({ ...engine.client, region: 'eu-west-1' }).send(new CreateApiCommand({ Name: 'far', ProtocolType: 'HTTP' }))
  const first = await client.send(new GetApisCommand({ MaxResults: '2' }))
  const second = await client.send(new GetApisCommand({ MaxResults: '2', NextToken: first.NextToken }))
  expect([first, second].map(({ Items }) => Items!.map(({ Name }) => Name))).toEqual([['a', 'b'], ['c']])
  expect(second.NextToken).toBeUndefined()
  await expect(client.send(new GetApisCommand({ NextToken: 'x' }))).rejects.toMatchObject({ name: 'BadRequestException' })
  expect((await client.send(new GetApisCommand({}))).Items).toHaveLength(3)
})

test.each([
  [{ Name: 'x', ProtocolType: 'WEBSOCKET' as const }, 'NotImplemented', 'apigateway: ProtocolType WEBSOCKET is not implemented by this emulator.'],
  [{ Name: 'x', ProtocolType: 'FTP' as never }, 'BadRequestException', 'Invalid protocol specified. Must be one of [HTTP, WEBSOCKET]'],
  [{ Name: 'x', ProtocolType: 'HTTP' as const, CorsConfiguration: { AllowOrigins: ['*'], AllowCredentials: true } }, 'BadRequestException', expect.stringContaining('allow-credentials') as string],
])('refused: %j', async (input, name, message) => {
  await using engine = await createTestEngine()
  const client = new ApiGatewayV2Client({ ...engine.client, maxAttempts: 1 })
  await expect(client.send(new CreateApiCommand(input))).rejects.toMatchObject({ name, message })
  expect((await client.send(new GetApisCommand({}))).Items).toEqual([])
})

test('tags of an API', async () => {
  await using engine = await createTestEngine()
  const client = new ApiGatewayV2Client(engine.client)
  const { ApiId } = await client.send(new CreateApiCommand({ Name: 'demo', ProtocolType: 'HTTP', Tags: { a: '1', b: '2' } }))
  const ResourceArn = `arn:aws:apigateway:us-east-1::/apis/${ApiId}`
  await client.send(new TagResourceCommand({ ResourceArn, Tags: { b: '3', c: '4' } }))
  await client.send(new UntagResourceCommand({ ResourceArn, TagKeys: ['a'] }))
  expect((await client.send(new GetTagsCommand({ ResourceArn }))).Tags).toEqual({ b: '3', c: '4' })
  expect((await client.send(new GetApiCommand({ ApiId }))).Tags).toEqual({ b: '3', c: '4' })
  await expect(client.send(new GetTagsCommand({ ResourceArn: `${ResourceArn}x` }))).rejects.toMatchObject({ name: 'NotFoundException' })
})
