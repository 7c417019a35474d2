import type { Value, ValueMap } from '../value.ts'
import { intrinsicOf, isMap, NO_VALUE } from '../value.ts'
import { securitySchemes, routeSecurity } from './auth.ts'
import type { EventRoute } from './build.ts'
import { ANY_METHOD, defined, invalid, invalidEvent } from './build.ts'

const CORS = 'AllowOrigins AllowHeaders AllowMethods ExposeHeaders MaxAge AllowCredentials'.split(' ')
const INTEGRATION = 'x-amazon-apigateway-integration'

/** The OpenAPI definition of an HTTP API, with API Gateway's extensions, as AWS's transform writes it. */
export function openApiBody(id: string, properties: ValueMap, routes: readonly EventRoute[], tags: ValueMap): ValueMap {
  const given = definitionBody(id, properties)
  const paths: ValueMap = { ...(isMap(given['paths']) ? given['paths'] : {}) }
  for (const route of routes) addRoute(id, paths, route, properties)
  const schemes = securitySchemes(id, properties)
  const components = isMap(given['components']) ? given['components'] : {}
  const isClosed = properties['DisableExecuteApiEndpoint']
  const ownTags = Array.isArray(given['tags']) ? given['tags'] : []
  return defined({
    ...given,
    info: info(given, properties),
    paths: properties['FailOnWarnings'] === true ? withSlash(paths) : paths,
    components: schemes ? { ...components, securitySchemes: { ...(isMap(components['securitySchemes']) ? components['securitySchemes'] : {}), ...schemes } } : given['components'],
    'x-amazon-apigateway-cors': cors(id, properties['CorsConfiguration']) ?? given['x-amazon-apigateway-cors'],
    servers: isClosed === undefined ? given['servers'] : [{ 'x-amazon-apigateway-endpoint-configuration': { disableExecuteApiEndpoint: isClosed } }],
    tags: [...ownTags, ...Object.entries(tags).map(([name, value]) => ({ name, 'x-amazon-apigateway-tag-value': value }))],
  })
}

function definitionBody(id: string, properties: ValueMap): ValueMap {
  const body = properties['DefinitionBody']
  if (body === undefined) return { openapi: '3.0.1', info: { version: '1.0', title: { Ref: 'AWS::StackName' } }, paths: {} }
  if (!isMap(body) || intrinsicOf(body) || !isMap(body['paths'])) {
    return invalid(id, "'DefinitionBody' must be an OpenAPI 3 document with 'paths', written out in the template.", 'DefinitionBody')
  }
  return body
}

function info(given: ValueMap, properties: ValueMap): Value {
  const own = isMap(given['info']) ? given['info'] : {}
  return defined({ ...own, description: properties['Description'] ?? own['description'], title: properties['Name'] ?? own['title'] ?? { Ref: 'AWS::StackName' } })
}

/** API Gateway's import warns about a path that does not start with a slash, which FailOnWarnings would make an error. */
function withSlash(paths: ValueMap): ValueMap {
  return Object.fromEntries(Object.entries(paths).map(([path, item]) => [path === '$default' ? '/$default' : path, item]))
}

function addRoute(apiId: string, paths: ValueMap, route: EventRoute, properties: ValueMap): void {
  const { functionId, eventId, path, method, condition } = route
  const item = isMap(paths[path]) ? paths[path] : {}
  if (item[method] !== undefined && properties['DefinitionBody'] === undefined) {
    invalidEvent(functionId, eventId, `API method '${method}' defined multiple times for path '${path}'.`)
  }
  const existing = isMap(item[method]) ? item[method] : {}
  const operation = existing[INTEGRATION] === undefined ? { ...existing, ...operationOf(apiId, route, properties) } : existing
  paths[path] = { ...item, [method]: when(condition, operation) }
}

function operationOf(apiId: string, route: EventRoute, properties: ValueMap): ValueMap {
  const { functionId, path, method, condition, payloadFormatVersion, timeoutInMillis } = route
  const uri = { 'Fn::Sub': `arn:\${AWS::Partition}:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/\${${functionId}.Arn}/invocations` }
  const parameters = [...path.matchAll(/\{(.*?)\}/g)].map(([, name = '']) => ({ name, in: 'path', required: true }))
  return defined({
    [INTEGRATION]: defined({
      type: 'aws_proxy',
      httpMethod: 'POST',
      payloadFormatVersion: payloadFormatVersion ?? '2.0',
      uri: when(condition, uri),
      timeoutInMillis,
    }),
    isDefaultRoute: path === '$default' && method === ANY_METHOD ? true : undefined,
    security: routeSecurity(apiId, route, properties),
    parameters: parameters.length > 0 ? parameters : undefined,
    responses: {},
  })
}

function when(condition: string | undefined, value: Value): Value {
  return condition === undefined ? value : { 'Fn::If': [condition, value, NO_VALUE] }
}

/** `true` and a function are the origins alone; a map has API Gateway's own members. */
function cors(id: string, configuration: Value | undefined): Value | undefined {
  if (configuration === undefined || configuration === false) return undefined
  if (configuration === true) return { allowOrigins: ['*'] }
  if (intrinsicOf(configuration)) return { allowOrigins: configuration }
  if (!isMap(configuration)) return invalid(id, "Invalid value for 'Cors' property.", 'CorsConfiguration')
  const unknown = Object.keys(configuration).find((name) => !CORS.includes(name))
  if (unknown !== undefined) return invalid(id, `Invalid key '${unknown}' for 'Cors' property; it has ${CORS.join(', ')}.`, `CorsConfiguration.${unknown}`)
  const origins = configuration['AllowOrigins']
  if (configuration['AllowCredentials'] === true && Array.isArray(origins) && origins.length === 1 && origins[0] === '*') {
    invalid(id, "Unable to add Cors configuration because 'AllowCredentials' can not be true when 'AllowOrigin' is \"'*'\" or not set.", 'CorsConfiguration')
  }
  return Object.fromEntries(Object.entries(configuration).map(([name, value]) => [`${name.slice(0, 1).toLowerCase()}${name.slice(1)}`, value]))
}
