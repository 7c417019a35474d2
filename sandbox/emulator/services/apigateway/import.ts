import type { Authorizer, Cors, Integration, Route } from '@aws-sdk/client-apigatewayv2'
import { parse } from 'yaml'
import type { Context } from '../../kernel/context.ts'
import { addAuthorizer, addIntegration, addRoute } from './children.ts'
import { at, listOf, textOf, type Json } from './document.ts'
import { badRequest, unsupported } from './errors.ts'
import { checkCors } from './rules.ts'
import type { HttpApi } from './state.ts'

const METHODS = new Set(['delete', 'get', 'head', 'options', 'patch', 'post', 'put'])
const ANY_METHOD = 'x-amazon-apigateway-any-method'

/** `api` with nothing but what an OpenAPI 3 document (JSON or YAML) says of it. Throws BadRequestException. */
export function importDefinition(ctx: Context, api: HttpApi, source: string): HttpApi {
  const document = readDocument(source)
  // Requirements for the whole document, if they were dropped in silence, would leave its routes open.
  if (document['security'] !== undefined) throw unsupported('security at the root of an OpenAPI definition')
  let imported: HttpApi = { ...api, api: { ...api.api, ...readApi(api, document) }, routes: {}, integrations: {}, authorizers: {} }
  for (const [name, scheme] of Object.entries(at(document, 'components', 'securitySchemes')))
    if (!isSigned(scheme)) imported = addAuthorizer(ctx, imported, readAuthorizer(name, at(scheme, 'x-amazon-apigateway-authorizer')))[0]
  for (const [path, item] of Object.entries(at(document, 'paths')))
    for (const [method, operation] of Object.entries(at(item)))
      if (METHODS.has(method) || method === ANY_METHOD) imported = importRoute(ctx, imported, document, routeKeyOf(method, path), at(operation))
  return imported
}

function readDocument(source: string): Json {
  let document: unknown
  try {
    document = parse(source)
  } catch {
    throw badRequest('Unable to parse API definition because of a malformed OpenAPI document')
  }
  if (typeof at(document)['openapi'] !== 'string' || typeof at(document, 'info')['title'] !== 'string')
    throw badRequest('Unable to parse API definition: it must be an OpenAPI 3 document with a title')
  return at(document)
}

function readApi(api: HttpApi, document: Json): Pick<HttpApi['api'], 'Name' | 'Description' | 'Tags' | 'CorsConfiguration' | 'DisableExecuteApiEndpoint'> {
  const cors = at(document, 'x-amazon-apigateway-cors')
  const CorsConfiguration = Object.keys(cors).length > 0 ? capitalised<Cors>(cors) : undefined
  checkCors(CorsConfiguration)
  const tags = listOf(document['tags']).flatMap((tag) => {
    const value = at(tag)['x-amazon-apigateway-tag-value']
    return value === undefined ? [] : [[String(at(tag)['name']), String(value)] as const]
  })
  const settings = listOf(document['servers']).map((server) => at(server, 'x-amazon-apigateway-endpoint-configuration'))
  return {
    Name: String(at(document, 'info')['title']),
    Description: textOf(at(document, 'info')['description']),
    CorsConfiguration,
    DisableExecuteApiEndpoint: settings.some(({ disableExecuteApiEndpoint }) => String(disableExecuteApiEndpoint) === 'true'),
    Tags: { ...api.api.Tags, ...Object.fromEntries(tags) },
  }
}

/** A scheme that stands for AWS_IAM is no authorizer. */
function isSigned(scheme: unknown): boolean {
  return at(scheme)['x-amazon-apigateway-authtype'] === 'awsSigv4'
}

function readAuthorizer(Name: string, extension: Json): Omit<Authorizer, 'AuthorizerId'> {
  const AuthorizerType = textOf(extension['type'])?.toUpperCase() as Authorizer['AuthorizerType']
  const sources = listOf(extension['identitySource']).flatMap((source) => String(source).split(','))
  const common = { AuthorizerType, IdentitySource: sources.map((source) => source.trim()).filter((source) => source !== ''), Name }
  return { ...common, ...(AuthorizerType === 'REQUEST' ? readFunction(extension) : readJwt(at(extension, 'jwtConfiguration'))) }
}

function readJwt(jwt: Json): Pick<Authorizer, 'JwtConfiguration'> {
  return { JwtConfiguration: { Audience: listOf(jwt['audience']).map(String), Issuer: textOf(jwt['issuer']) } }
}

function readFunction(extension: Json): Partial<Authorizer> {
  const { authorizerResultTtlInSeconds: ttl, enableSimpleResponses: simple } = extension
  return {
    AuthorizerCredentialsArn: textOf(extension['authorizerCredentials']),
    AuthorizerPayloadFormatVersion: textOf(extension['authorizerPayloadFormatVersion']),
    AuthorizerResultTtlInSeconds: ttl === undefined ? undefined : Number(ttl),
    AuthorizerUri: textOf(extension['authorizerUri']),
    EnableSimpleResponses: simple === undefined ? undefined : String(simple) === 'true',
  }
}

function routeKeyOf(method: string, path: string): string {
  if (path === '$default' || path === '/$default') return '$default'
  return `${method === ANY_METHOD ? 'ANY' : method.toUpperCase()} ${path}`
}

function importRoute(ctx: Context, api: HttpApi, document: Json, RouteKey: string, operation: Json): HttpApi {
  const extension = at(operation, 'x-amazon-apigateway-integration')
  if (extension['type'] === undefined) throw badRequest(`Unable to parse API definition: ${RouteKey} has no x-amazon-apigateway-integration`)
  const [withIntegration, { IntegrationId }] = addIntegration(ctx, api, readIntegration(extension))
  return addRoute(ctx, withIntegration, { RouteKey, Target: `integrations/${IntegrationId}`, ...readSecurity(api, document, RouteKey, operation) })[0]
}

function readIntegration(extension: Json): Omit<Integration, 'IntegrationId'> {
  const timeout = extension['timeoutInMillis']
  return {
    ConnectionType: textOf(extension['connectionType']) as Integration['ConnectionType'],
    IntegrationMethod: textOf(extension['httpMethod']),
    IntegrationSubtype: textOf(extension['integrationSubtype'] ?? extension['subtype']),
    IntegrationType: textOf(extension['type'])?.toUpperCase() as Integration['IntegrationType'],
    IntegrationUri: textOf(extension['uri']),
    PayloadFormatVersion: textOf(extension['payloadFormatVersion']),
    RequestParameters: extension['requestParameters'] as Integration['RequestParameters'],
    ResponseParameters: extension['responseParameters'] as Integration['ResponseParameters'],
    TimeoutInMillis: timeout === undefined ? undefined : Number(timeout),
  }
}

/** SAM writes `[{NONE: []}]` for an open route beside a default authorizer: no security scheme has that name. */
function readSecurity(api: HttpApi, document: Json, routeKey: string, operation: Json): Partial<Route> {
  const [name, scopes] = Object.entries(at(listOf(operation['security'])[0]))[0] ?? []
  if (at(operation, 'x-amazon-apigateway-auth')['type'] === 'AWS_IAM') return { AuthorizationType: 'AWS_IAM' }
  const authorizer = Object.values(api.authorizers).find(({ Name }) => Name === name)
  if (name === undefined || (name === 'NONE' && !authorizer)) return {}
  if (isSigned(at(document, 'components', 'securitySchemes')[name])) return { AuthorizationType: 'AWS_IAM' }
  if (!authorizer) throw badRequest(`Unable to parse API definition: ${routeKey} asks for ${name}, which is no security scheme`)
  if (authorizer.AuthorizerType === 'REQUEST') return { AuthorizationType: 'CUSTOM', AuthorizerId: authorizer.AuthorizerId }
  const wanted = listOf(scopes).map(String)
  return { AuthorizationType: 'JWT', AuthorizerId: authorizer.AuthorizerId, ...(wanted.length > 0 ? { AuthorizationScopes: wanted } : {}) }
}

/** `allowOrigins` to `AllowOrigins`, and so on. */
function capitalised<T extends object>(value: Json): T {
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [`${name[0]!.toUpperCase()}${name.slice(1)}`, item])) as T
}
