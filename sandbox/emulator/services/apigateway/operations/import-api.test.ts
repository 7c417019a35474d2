import { ApiGatewayV2Client, CreateStageCommand, GetApisCommand, GetAuthorizersCommand, GetIntegrationsCommand, GetRoutesCommand, ImportApiCommand, ReimportApiCommand } from '@aws-sdk/client-apigatewayv2'
import { expect, test } from 'vitest'
import { createTestEngine } from '../../../../testing/engine.ts'
import { fakeIssuer, fakeLambda, FUNCTION, ISSUER } from '../../../../testing/http-api.ts'

const uri = `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${FUNCTION}/invocations`
const integration = { 'x-amazon-apigateway-integration': { type: 'aws_proxy', httpMethod: 'POST', payloadFormatVersion: '2.0', uri } }
const definition = {
  openapi: '3.0.1',
  info: { title: 'imported', version: '1.0' },
  paths: {
    '/uploads': { post: { ...integration, security: [{ Pool: ['write'] }] }, get: integration },
    $default: { 'x-amazon-apigateway-any-method': { ...integration, isDefaultRoute: true } },
  },
  components: {
    securitySchemes: { Pool: { type: 'oauth2', 'x-amazon-apigateway-authorizer': { type: 'jwt', identitySource: '$request.header.Authorization', jwtConfiguration: { issuer: ISSUER, audience: ['one'] } } } },
  },
  'x-amazon-apigateway-cors': { allowOrigins: ['https://app.test'], maxAge: 60 },
  tags: [{ name: 'httpapi:createdBy', 'x-amazon-apigateway-tag-value': 'SAM' }],
}

test('the definition that SAM makes becomes an API that works', async () => {
  await using engine = await createTestEngine()
  const lambda = fakeLambda(engine)
  const issuer = await fakeIssuer(engine)
  const client = new ApiGatewayV2Client(engine.client)
  const api = await client.send(new ImportApiCommand({ Body: JSON.stringify(definition) }))
  const { ApiId } = api
  expect(api).toMatchObject({ Name: 'imported', CorsConfiguration: { AllowOrigins: ['https://app.test'], MaxAge: 60 }, Tags: { 'httpapi:createdBy': 'SAM' } })
  const { Items: authorizers } = await client.send(new GetAuthorizersCommand({ ApiId }))
  expect(authorizers).toMatchObject([{ Name: 'Pool', JwtConfiguration: { Issuer: ISSUER, Audience: ['one'] } }])
  const { Items: routes } = await client.send(new GetRoutesCommand({ ApiId }))
  expect(routes!.map(({ RouteKey, AuthorizationType, AuthorizationScopes }) => [RouteKey, AuthorizationType, AuthorizationScopes])).toEqual([
    ['POST /uploads', 'JWT', ['write']],
    ['GET /uploads', 'NONE', undefined],
    ['$default', 'NONE', undefined],
  ])
  await client.send(new CreateStageCommand({ ApiId, StageName: '$default', AutoDeploy: true }))
  const post = (headers: Record<string, string>) => fetch(`${api.ApiEndpoint}/uploads`, { method: 'POST', headers })
  expect((await post({})).status).toBe(401)
  const claims = { iss: ISSUER, aud: 'one', scope: 'write', exp: engine.host.clock.now() / 1000 + 60 }
  expect((await post({ authorization: await issuer.sign(claims) })).status).toBe(200)
  expect(lambda.calls[0]!.FunctionName).toBe(FUNCTION)

  const { $default: _gone, ...paths } = definition.paths
  await client.send(new ReimportApiCommand({ ApiId, Body: JSON.stringify({ ...definition, paths }) }))
  expect((await client.send(new GetRoutesCommand({ ApiId }))).Items).toHaveLength(2)
  expect((await client.send(new GetIntegrationsCommand({ ApiId }))).Items).toHaveLength(2)
  expect((await fetch(`${api.ApiEndpoint}/elsewhere`)).status).toBe(404)
  expect((await post({})).status, 'still closed').toBe(401)
})

test('a definition in YAML', async () => {
  await using engine = await createTestEngine()
  const client = new ApiGatewayV2Client(engine.client)
  const Body = `openapi: 3.0.1\ninfo: {title: small, version: '1'}\npaths:\n  /a:\n    get:\n      x-amazon-apigateway-integration: {type: aws_proxy, payloadFormatVersion: '2.0', uri: '${uri}'}\n`
  const { ApiId } = await client.send(new ImportApiCommand({ Body }))
  expect((await client.send(new GetRoutesCommand({ ApiId }))).Items).toMatchObject([{ RouteKey: 'GET /a' }])
})

test.each([
  ['no document', '][', 'BadRequestException'],
  ['a list', '[]', 'BadRequestException'],
  ['an unknown authorizer', JSON.stringify({ ...definition, components: {} }), 'BadRequestException'],
  ['security for all routes', JSON.stringify({ ...definition, security: [{ Pool: [] }] }), 'NotImplemented'],
])('refused: %s', async (_name, Body, name) => {
  await using engine = await createTestEngine()
  const client = new ApiGatewayV2Client({ ...engine.client, maxAttempts: 1 })
  await expect(client.send(new ImportApiCommand({ Body }))).rejects.toMatchObject({ name })
  expect((await client.send(new GetApisCommand({}))).Items).toEqual([])
})

test('a Lambda authorizer and signed routes, as SAM writes them', async () => {
  await using engine = await createTestEngine()
  const lambda = fakeLambda(engine, (event) => (event['type'] === 'REQUEST' ? { isAuthorized: true, context: { team: 'red' } } : { statusCode: 200, body: 'ok' }))
  const client = new ApiGatewayV2Client(engine.client)
  const asked = {
    ...{ type: 'request', authorizerPayloadFormatVersion: '2.0', enableSimpleResponses: true, authorizerResultTtlInSeconds: 60, authorizerUri: uri },
    identitySource: '$request.header.Authorization, $request.querystring.who',
  }
  const Body = JSON.stringify({
    ...definition,
    paths: { '/asked': { get: { ...integration, security: [{ Asked: [] }] } }, '/signed': { get: { ...integration, security: [{ AWS_IAM: [] }] } } },
    components: {
      securitySchemes: {
        Asked: { type: 'apiKey', name: 'Unused', in: 'header', 'x-amazon-apigateway-authorizer': asked },
        AWS_IAM: { type: 'apiKey', name: 'Authorization', in: 'header', 'x-amazon-apigateway-authtype': 'awsSigv4' },
      },
    },
  })
  const { ApiId, ApiEndpoint } = await client.send(new ImportApiCommand({ Body }))
  expect((await client.send(new GetAuthorizersCommand({ ApiId }))).Items).toEqual([
    {
      ...{ AuthorizerId: expect.any(String) as string, AuthorizerType: 'REQUEST', Name: 'Asked', AuthorizerUri: uri, AuthorizerResultTtlInSeconds: 60 },
      ...{ AuthorizerPayloadFormatVersion: '2.0', EnableSimpleResponses: true, IdentitySource: ['$request.header.Authorization', '$request.querystring.who'] },
    },
  ])
  const { Items: routes } = await client.send(new GetRoutesCommand({ ApiId }))
  expect(routes!.map(({ RouteKey, AuthorizationType }) => [RouteKey, AuthorizationType])).toEqual([['GET /asked', 'CUSTOM'], ['GET /signed', 'AWS_IAM']])
  await client.send(new CreateStageCommand({ ApiId, StageName: '$default', AutoDeploy: true }))
  expect((await fetch(`${ApiEndpoint}/asked`)).status).toBe(401)
  expect((await fetch(`${ApiEndpoint}/signed`)).status).toBe(403)
  expect((await fetch(`${ApiEndpoint}/asked?who=ada`, { headers: { authorization: 'x' } })).status).toBe(200)
  expect(lambda.events[1]).toMatchObject({ requestContext: { authorizer: { lambda: { team: 'red' } } } })
})
