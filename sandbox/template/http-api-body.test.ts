import { describe, expect, test } from 'vitest'
import { functionArnOf, readHttpApiBody } from './http-api-body.ts'
import { loadTemplate } from './load.ts'
import type { Value } from './value.ts'

const pseudo = { accountId: '000000000000', region: 'us-east-1', stackName: 'demo', stackId: 'id' }
const lookup = { ref: (id: string): Value => id, getAtt: (id: string): Value => `arn:aws:lambda:us-east-1:000000000000:function:${id}` }

const TEMPLATE = `
Transform: AWS::Serverless-2016-10-31
Resources:
  Api:
    Type: AWS::Serverless::HttpApi
    Properties:
      DisableExecuteApiEndpoint: true
      CorsConfiguration: {AllowOrigins: ['https://a'], AllowHeaders: [authorization], MaxAge: 60, AllowCredentials: true}
      Tags: {team: demo}
      Auth:
        DefaultAuthorizer: Jwt
        Authorizers:
          Jwt: {IdentitySource: $request.header.Authorization, JwtConfiguration: {issuer: 'https://issuer', audience: [one]}}
  F:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: src
      Handler: h
      Runtime: nodejs24.x
      Events:
        A: {Type: HttpApi, Properties: {ApiId: !Ref Api, Path: /uploads, Method: post, Auth: {AuthorizationScopes: [write]}}}
        B: {Type: HttpApi, Properties: {ApiId: !Ref Api, Path: '/{proxy+}', Method: ANY, Auth: {Authorizer: NONE}, TimeoutInMillis: 5000}}
        C: {Type: HttpApi, Properties: {ApiId: !Ref Api, PayloadFormatVersion: '1.0'}}
`

function bodyOf(template: string): Value {
  const loaded = loadTemplate(template, 't.yaml', { pseudo })
  const api = loaded.resources.find(({ type }) => type === 'AWS::ApiGatewayV2::Api')
  return loaded.evaluate(api?.properties['Body'] ?? null, lookup) ?? null
}

test('what the transform put into the body comes out as single calls', () => {
  const integrationUri = 'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:000000000000:function:F/invocations'
  expect(readHttpApiBody(bodyOf(TEMPLATE))).toEqual({
    name: 'demo',
    description: undefined,
    routes: [
      { routeKey: 'POST /uploads', integrationUri, payloadFormatVersion: '2.0', authorizerName: 'Jwt', scopes: ['write'] },
      { routeKey: 'ANY /{proxy+}', integrationUri, payloadFormatVersion: '2.0', timeoutInMillis: 5000 },
      { routeKey: '$default', integrationUri, payloadFormatVersion: '1.0', authorizerName: 'Jwt', scopes: [] },
    ],
    authorizers: [{ name: 'Jwt', identitySource: ['$request.header.Authorization'], issuer: 'https://issuer', audience: ['one'] }],
    cors: { allowOrigins: ['https://a'], allowHeaders: ['authorization'], maxAge: 60, allowCredentials: true },
    tags: { 'httpapi:createdBy': 'SAM', team: 'demo' },
    disableExecuteApiEndpoint: true,
  })
  expect(functionArnOf(integrationUri)).toBe('arn:aws:lambda:us-east-1:000000000000:function:F')
})

describe('refused with what to do', () => {
  const route = (operation: Value): Value => ({ paths: { '/a': { get: operation } } })
  test.each<[Value, string]>([
    ['text', 'must be an OpenAPI document'],
    [route({}), 'Route GET /a needs an x-amazon-apigateway-integration of type aws_proxy'],
    [route({ 'x-amazon-apigateway-integration': { type: 'aws_proxy', uri: 'u' }, security: [{ Other: [] }] }), 'Route GET /a asks for the authorizer Other'],
    [{ components: { securitySchemes: { L: { 'x-amazon-apigateway-authorizer': { type: 'request' } } } } }, 'Authorizer L must be of type jwt'],
  ])('%j', (body, message) => {
    expect(() => readHttpApiBody(body)).toThrow(message)
  })
})
