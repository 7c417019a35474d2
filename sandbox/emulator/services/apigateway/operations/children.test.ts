import {
  ApiGatewayV2Client, CreateApiCommand, CreateAuthorizerCommand, CreateIntegrationCommand, CreateRouteCommand, DeleteAuthorizerCommand, DeleteIntegrationCommand,
  DeleteRouteCommand, GetAuthorizerCommand, GetAuthorizersCommand, GetIntegrationCommand, GetIntegrationsCommand, GetRouteCommand, GetRoutesCommand,
  UpdateAuthorizerCommand, UpdateIntegrationCommand, UpdateRouteCommand, type CreateAuthorizerCommandInput, type CreateIntegrationCommandInput, type CreateRouteCommandInput,
} from '@aws-sdk/client-apigatewayv2'
import { expect, test } from 'vitest'
import { createTestEngine, type TestEngine } from '../../../../testing/engine.ts'
import { FUNCTION, ISSUER } from '../../../../testing/http-api.ts'

async function emptyApi(engine: TestEngine) {
  const client = new ApiGatewayV2Client({ ...engine.client, maxAttempts: 1 })
  const { ApiId } = await client.send(new CreateApiCommand({ Name: 'demo', ProtocolType: 'HTTP' }))
  return { client, ApiId }
}

const jwt = { Name: 'pool', AuthorizerType: 'JWT', IdentitySource: ['$request.header.Authorization'], JwtConfiguration: { Issuer: ISSUER, Audience: ['one'] } } as const
const authorizerInput = (ApiId: string | undefined): CreateAuthorizerCommandInput => ({ ...jwt, ApiId, IdentitySource: [...jwt.IdentitySource], JwtConfiguration: { Issuer: ISSUER, Audience: ['one'] } })

test('an integration, with the defaults that AWS shows', async () => {
  await using engine = await createTestEngine()
  const { client, ApiId } = await emptyApi(engine)
  const { $metadata: _, ...made } = await client.send(new CreateIntegrationCommand({ ApiId, IntegrationType: 'AWS_PROXY', IntegrationUri: FUNCTION }))
  const { IntegrationId } = made
  const defaults = { ConnectionType: 'INTERNET', IntegrationMethod: 'POST', IntegrationType: 'AWS_PROXY', IntegrationUri: FUNCTION, TimeoutInMillis: 30000 }
  expect(made).toEqual({ ...defaults, PayloadFormatVersion: '1.0', IntegrationId })
  await client.send(new UpdateIntegrationCommand({ ApiId, IntegrationId, PayloadFormatVersion: '2.0' }))
  const { $metadata: __, ...shown } = await client.send(new GetIntegrationCommand({ ApiId, IntegrationId }))
  expect(shown).toEqual({ ...defaults, PayloadFormatVersion: '2.0', IntegrationId })
  expect((await client.send(new GetIntegrationsCommand({ ApiId }))).Items).toEqual([shown])
  await client.send(new DeleteIntegrationCommand({ ApiId, IntegrationId }))
  await expect(client.send(new GetIntegrationCommand({ ApiId, IntegrationId }))).rejects.toMatchObject({
    name: 'NotFoundException',
    message: `Invalid Integration identifier specified ${IntegrationId}`,
  })
})

test('an authorizer', async () => {
  await using engine = await createTestEngine()
  const { client, ApiId } = await emptyApi(engine)
  const { $metadata: _, ...made } = await client.send(new CreateAuthorizerCommand(authorizerInput(ApiId)))
  const { AuthorizerId } = made
  expect(made).toEqual({ ...jwt, AuthorizerId })
  await client.send(new UpdateAuthorizerCommand({ ApiId, AuthorizerId, JwtConfiguration: { Issuer: ISSUER, Audience: ['two'] } }))
  expect(await client.send(new GetAuthorizerCommand({ ApiId, AuthorizerId }))).toMatchObject({ Name: 'pool', JwtConfiguration: { Audience: ['two'] } })
  expect((await client.send(new GetAuthorizersCommand({ ApiId }))).Items).toHaveLength(1)
  const route = await client.send(new CreateRouteCommand({ ApiId, RouteKey: 'GET /', AuthorizationType: 'JWT', AuthorizerId }))
  await expect(client.send(new DeleteAuthorizerCommand({ ApiId, AuthorizerId })), 'its route would stand open').rejects.toMatchObject({ name: 'ConflictException' })
  await client.send(new UpdateRouteCommand({ ApiId, RouteId: route.RouteId, AuthorizationType: 'NONE' }))
  await client.send(new DeleteAuthorizerCommand({ ApiId, AuthorizerId }))
  await expect(client.send(new GetAuthorizerCommand({ ApiId, AuthorizerId }))).rejects.toMatchObject({ name: 'NotFoundException' })
})

test('a route', async () => {
  await using engine = await createTestEngine()
  const { client, ApiId } = await emptyApi(engine)
  const { IntegrationId } = await client.send(new CreateIntegrationCommand({ ApiId, IntegrationType: 'AWS_PROXY', IntegrationUri: FUNCTION }))
  const Target = `integrations/${IntegrationId}`
  const { $metadata: _, ...made } = await client.send(new CreateRouteCommand({ ApiId, RouteKey: 'GET /pets/{id}', Target }))
  const { RouteId } = made
  expect(made).toEqual({ ApiKeyRequired: false, AuthorizationType: 'NONE', RouteId, RouteKey: 'GET /pets/{id}', Target })
  await expect(client.send(new CreateRouteCommand({ ApiId, RouteKey: 'GET /pets/{id}' }))).rejects.toMatchObject({
    name: 'ConflictException',
    message: 'Route with key GET /pets/{id} already exists for this API',
    $metadata: { httpStatusCode: 409 },
  })
  await expect(client.send(new DeleteIntegrationCommand({ ApiId, IntegrationId }))).rejects.toMatchObject({ name: 'ConflictException' })
  await client.send(new UpdateRouteCommand({ ApiId, RouteId, RouteKey: 'ANY /pets/{id}' }))
  expect(await client.send(new GetRouteCommand({ ApiId, RouteId }))).toMatchObject({ RouteKey: 'ANY /pets/{id}', Target })
  await client.send(new DeleteRouteCommand({ ApiId, RouteId }))
  expect((await client.send(new GetRoutesCommand({ ApiId }))).Items).toEqual([])
  await expect(client.send(new DeleteRouteCommand({ ApiId, RouteId }))).rejects.toMatchObject({ name: 'NotFoundException' })
})

const FORM = expect.stringContaining('The provided route key is not formatted properly for HTTP protocol') as string
const lambda = { IntegrationType: 'AWS_PROXY', IntegrationUri: FUNCTION } as const

test.each<[string, Partial<CreateRouteCommandInput>, string, unknown]>([
  ['no method', { RouteKey: '/pets' }, 'BadRequestException', FORM],
  ['a lower-case method', { RouteKey: 'get /pets' }, 'BadRequestException', FORM],
  ['no slash', { RouteKey: 'GET pets' }, 'BadRequestException', FORM],
  ['a greedy variable in the middle', { RouteKey: 'GET /{all+}/x' }, 'BadRequestException', expect.anything()],
  ['one name twice', { RouteKey: 'GET /{a}/{a}' }, 'BadRequestException', expect.anything()],
  ['a target that is not there', { RouteKey: 'GET /', Target: 'integrations/nothing' }, 'BadRequestException', expect.anything()],
  ['JWT without an authorizer', { RouteKey: 'GET /', AuthorizationType: 'JWT' }, 'BadRequestException', expect.anything()],
  ['JWT with an authorizer that is not there', { RouteKey: 'GET /', AuthorizationType: 'JWT', AuthorizerId: 'x' }, 'BadRequestException', expect.anything()],
  ['CUSTOM without an authorizer', { RouteKey: 'GET /', AuthorizationType: 'CUSTOM' }, 'BadRequestException', expect.anything()],
])('refused route: %s', async (_name, input, name, message) => {
  await using engine = await createTestEngine()
  const { client, ApiId } = await emptyApi(engine)
  await expect(client.send(new CreateRouteCommand({ ApiId, RouteKey: undefined, ...input }))).rejects.toMatchObject({ name, message })
  expect((await client.send(new GetRoutesCommand({ ApiId }))).Items).toEqual([])
})

test.each<[string, Partial<CreateIntegrationCommandInput>, string]>([
  ['a function name', { ...lambda, IntegrationUri: 'demo' }, 'BadRequestException'],
  ['a time-out of 31 s', { ...lambda, TimeoutInMillis: 31_000 }, 'BadRequestException'],
  ['MOCK', { IntegrationType: 'MOCK' }, 'BadRequestException'],
  ['format 3.0', { ...lambda, PayloadFormatVersion: '3.0' }, 'BadRequestException'],
  ['an AWS service', { IntegrationType: 'AWS_PROXY', IntegrationSubtype: 'Kinesis-PutRecord' }, 'NotImplemented'],
  ['a mapping to a reserved header', { ...lambda, RequestParameters: { 'overwrite:header.Authorization': '1' } }, 'BadRequestException'],
  ['a mapping of what cannot be mapped', { ...lambda, RequestParameters: { 'append:path': '1' } }, 'BadRequestException'],
  ['a response mapping for no status', { ...lambda, ResponseParameters: { all: { 'append:header.x': '1' } } }, 'BadRequestException'],
  ['a VPC link', { ...lambda, ConnectionType: 'VPC_LINK' }, 'NotImplemented'],
])('refused integration: %s', async (_name, input, name) => {
  await using engine = await createTestEngine()
  const { client, ApiId } = await emptyApi(engine)
  await expect(client.send(new CreateIntegrationCommand({ ApiId, IntegrationType: undefined, ...input }))).rejects.toMatchObject({ name })
})

const asked = {
  ...{ AuthorizerType: 'REQUEST' as const, AuthorizerUri: FUNCTION, AuthorizerPayloadFormatVersion: '2.0', JwtConfiguration: undefined },
  IdentitySource: ['$request.header.Authorization'],
} satisfies Partial<CreateAuthorizerCommandInput>

test.each<[string, Partial<CreateAuthorizerCommandInput>, string]>([
  ['a function with a JWT configuration', { AuthorizerType: 'REQUEST' }, 'BadRequestException'],
  ['a function without a URI', { ...asked, AuthorizerUri: undefined }, 'BadRequestException'],
  ['a function without a payload format', { ...asked, AuthorizerPayloadFormatVersion: undefined }, 'BadRequestException'],
  ['simple responses in format 1.0', { ...asked, AuthorizerPayloadFormatVersion: '1.0', EnableSimpleResponses: true }, 'BadRequestException'],
  ['an answer kept for more than an hour', { ...asked, AuthorizerResultTtlInSeconds: 3601 }, 'BadRequestException'],
  ['answers kept without an identity source', { ...asked, IdentitySource: [], AuthorizerResultTtlInSeconds: 1 }, 'BadRequestException'],
  ['a body as a function\'s identity source', { ...asked, IdentitySource: ['$request.body.token'] }, 'BadRequestException'],
  ['a body as identity source', { IdentitySource: ['$request.body.token'] }, 'BadRequestException'],
  ['no audience', { JwtConfiguration: { Issuer: ISSUER } }, 'BadRequestException'],
  ['an issuer that is no URL', { JwtConfiguration: { Issuer: 'pool', Audience: ['one'] } }, 'BadRequestException'],
])('refused authorizer: %s', async (_name, input, name) => {
  await using engine = await createTestEngine()
  const { client, ApiId } = await emptyApi(engine)
  await expect(client.send(new CreateAuthorizerCommand({ ...authorizerInput(ApiId), ...input }))).rejects.toMatchObject({ name })
})
