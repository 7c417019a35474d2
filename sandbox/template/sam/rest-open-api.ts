import type { Value, ValueMap } from '../value.ts'
import { intrinsicOf, isMap, NO_VALUE } from '../value.ts'
import type { EventRoute, SamBuild } from './build.ts'
import { ANY_METHOD, defined, invalid, invalidEvent, literal } from './build.ts'
import { authOf, restCredentials, restSecurity, restSecuritySchemes } from './rest-auth.ts'
import { corsOf, preflight } from './rest-cors.ts'
import { addRequestModel, gatewayResponses, modelSchemas, routeParameters } from './rest-requests.ts'

const INTEGRATION = 'x-amazon-apigateway-integration'
const VERBS = ['delete', 'get', 'head', 'options', 'patch', 'post', 'put']

/** The definition of a REST API (Swagger 2, or OpenAPI 3 where OpenApiVersion says so), as AWS's transform writes it. */
export function restApiBody(build: SamBuild, id: string, properties: ValueMap, routes: readonly EventRoute[]): ValueMap {
  const given = definitionBody(id, properties)
  const version = literal(build, properties['OpenApiVersion'])
  const isOpenApi = String(version ?? given['openapi'] ?? '').startsWith('3')
  const paths: ValueMap = { ...(isMap(given['paths']) ? given['paths'] : {}) }
  const validators: ValueMap = {}
  for (const route of routes) addRoute(id, paths, route, properties, { isOpenApi, validators })
  secureGivenMethods(id, paths, routes, properties)
  addPreflights(id, paths, properties, isOpenApi)
  const schemes = restSecuritySchemes(id, properties, schemesIn(paths))
  const models = modelSchemas(id, properties)
  const types = properties['BinaryMediaTypes']
  return defined({
    ...given,
    paths,
    ...(isOpenApi ? { openapi: version ?? given['openapi'], swagger: undefined } : { swagger: given['swagger'] ?? '2.0' }),
    ...(isOpenApi ? { components: components(given['components'], schemes, models) } : { securityDefinitions: joined(given['securityDefinitions'], schemes), definitions: joined(given['definitions'], models ?? {}) }),
    'x-amazon-apigateway-binary-media-types': Array.isArray(types) ? types.map((type) => (typeof type === 'string' ? type.replaceAll('~1', '/') : type)) : undefined,
    'x-amazon-apigateway-gateway-responses': gatewayResponses(id, properties) ?? given['x-amazon-apigateway-gateway-responses'],
    'x-amazon-apigateway-request-validators': joined(given['x-amazon-apigateway-request-validators'], validators),
    servers: isOpenApi ? closed(properties) ?? given['servers'] : given['servers'],
    'x-amazon-apigateway-endpoint-configuration': isOpenApi || properties['DisableExecuteApiEndpoint'] === undefined ? given['x-amazon-apigateway-endpoint-configuration'] : { disableExecuteApiEndpoint: properties['DisableExecuteApiEndpoint'] },
  })
}

function closed(properties: ValueMap): Value | undefined {
  const isClosed = properties['DisableExecuteApiEndpoint']
  return isClosed === undefined ? undefined : [{ 'x-amazon-apigateway-endpoint-configuration': { disableExecuteApiEndpoint: isClosed } }]
}

function joined(held: Value | undefined, added: ValueMap): Value | undefined {
  const all = { ...(isMap(held) ? held : {}), ...added }
  return Object.keys(all).length > 0 ? all : undefined
}

function components(held: Value | undefined, schemes: ValueMap, models: ValueMap | undefined): Value | undefined {
  const given = isMap(held) ? held : {}
  const all = defined({ ...given, securitySchemes: joined(given['securitySchemes'], schemes), schemas: joined(given['schemas'], models ?? {}) })
  return Object.keys(all).length > 0 ? all : undefined
}

function definitionBody(id: string, properties: ValueMap): ValueMap {
  const body = properties['DefinitionBody']
  if (body === undefined) return { info: { version: '1.0', title: { Ref: 'AWS::StackName' } }, paths: {} }
  if (!isMap(body) || intrinsicOf(body) || !isMap(body['paths'])) return invalid(id, "'DefinitionBody' must be an OpenAPI document with 'paths', written out in the template.", 'DefinitionBody')
  return body
}

interface Into {
  readonly isOpenApi: boolean
  readonly validators: ValueMap
}

function addRoute(apiId: string, paths: ValueMap, route: EventRoute, properties: ValueMap, into: Into): void {
  const { functionId, eventId, path, method, condition } = route
  const item = isMap(paths[path]) ? paths[path] : {}
  const existing = isMap(item[method]) ? item[method] : {}
  if (existing[INTEGRATION] !== undefined) invalidEvent(functionId, eventId, `API method "${method}" defined multiple times for path "${path}".`)
  const uri = { 'Fn::Sub': `arn:\${AWS::Partition}:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/\${${functionId}.Arn}/invocations` }
  const integration = defined({
    type: 'aws_proxy',
    httpMethod: 'POST',
    uri: condition === undefined ? uri : { 'Fn::If': [condition, uri, NO_VALUE] },
    credentials: restCredentials(apiId, properties, route),
    timeoutInMillis: route.timeoutInMillis,
  })
  const parameters = routeParameters(route)
  const operation = defined({
    ...existing,
    [INTEGRATION]: integration,
    responses: existing['responses'] ?? {},
    security: restSecurity(apiId, properties, route) ?? existing['security'],
    parameters: parameters.length > 0 ? parameters : existing['parameters'],
    ...addRequestModel(apiId, properties, route, into),
  })
  paths[path] = { ...item, [method]: condition === undefined ? operation : { 'Fn::If': [condition, operation, NO_VALUE] } }
}

/** The default authorizer also guards what the document defines by itself. */
function secureGivenMethods(id: string, paths: ValueMap, routes: readonly EventRoute[], properties: ValueMap): void {
  const security = restSecurity(id, properties)
  if (!security) return
  for (const [path, item] of Object.entries(paths)) {
    if (!isMap(item)) continue
    const secured = Object.entries(item).map(([method, operation]) => {
      const isOurs = routes.some((route) => route.path === path && route.method === method)
      const isOpen = !isOurs && isMap(operation) && (VERBS.includes(method) || method === ANY_METHOD) && operation['security'] === undefined
      return [method, isOpen && isPreflightSecured(id, properties, method) ? { ...operation, security } : operation] as const
    })
    paths[path] = Object.fromEntries(secured)
  }
}

const isPreflightSecured = (id: string, properties: ValueMap, method: string) => method !== 'options' || authOf(id, properties)['AddDefaultAuthorizerToCorsPreflight'] !== false

function addPreflights(id: string, paths: ValueMap, properties: ValueMap, isOpenApi: boolean): void {
  const cors = corsOf(id, properties['Cors'])
  if (!cors) return
  const security = isPreflightSecured(id, properties, 'options') ? restSecurity(id, properties) : undefined
  for (const [path, item] of Object.entries(paths)) {
    if (!isMap(item) || item['options'] !== undefined) continue
    const methods = Object.keys(item).filter((name) => VERBS.includes(name) || name === ANY_METHOD)
    const verbs = methods.includes(ANY_METHOD) ? VERBS : [...methods, 'options']
    const operation = preflight(cors, [...new Set(verbs)].sort().map((verb) => verb.toUpperCase()), isOpenApi)
    paths[path] = { options: defined({ ...operation, security }), ...item }
  }
}

/** The security schemes that methods name, so that those they need are defined. */
function schemesIn(paths: ValueMap): ReadonlySet<string> {
  const names = new Set<string>()
  const visit = (value: Value): void => {
    if (Array.isArray(value)) value.forEach(visit)
    else if (isMap(value))
      for (const [name, member] of Object.entries(value)) {
        if (name === 'security' && Array.isArray(member)) member.forEach((requirement) => isMap(requirement) && Object.keys(requirement).forEach((scheme) => names.add(scheme)))
        else visit(member)
      }
  }
  visit(paths)
  return names
}
