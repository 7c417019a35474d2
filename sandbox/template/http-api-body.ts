import { TemplateError } from './template-error.ts'
import type { Value, ValueMap } from './value.ts'
import { isMap, isScalar } from './value.ts'

export interface HttpApiRoute {
  /** `POST /uploads`, `ANY /{proxy+}` or `$default`, as apigatewayv2 takes it. */
  readonly routeKey: string
  readonly integrationUri: string
  readonly payloadFormatVersion: string
  /** Undefined for an open route. */
  readonly authorizerName?: string
  readonly scopes?: readonly string[]
  readonly timeoutInMillis?: number
}

export interface HttpApiAuthorizer {
  readonly name: string
  readonly identitySource: readonly string[]
  readonly issuer: string
  readonly audience: readonly string[]
}

/** In apigatewayv2's words but for the first letter. */
export interface HttpApiCors {
  readonly allowOrigins?: readonly string[]
  readonly allowHeaders?: readonly string[]
  readonly allowMethods?: readonly string[]
  readonly exposeHeaders?: readonly string[]
  readonly maxAge?: number
  readonly allowCredentials?: boolean
}

export interface HttpApiBody {
  readonly name: string | undefined
  readonly description: string | undefined
  readonly routes: readonly HttpApiRoute[]
  readonly authorizers: readonly HttpApiAuthorizer[]
  readonly cors?: HttpApiCors
  readonly tags: Readonly<Record<string, string>>
  readonly disableExecuteApiEndpoint: boolean
}

const METHODS = new Set(['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'])
const ANY_METHOD = 'x-amazon-apigateway-any-method'
const INTEGRATION = 'x-amazon-apigateway-integration'

/**
 * Reads the OpenAPI `Body` of an AWS::ApiGatewayV2::Api, evaluated, as what CreateApi, CreateIntegration,
 * CreateAuthorizer and CreateRoute take one by one. Only Lambda proxy integrations and JWT authorizers.
 */
export function readHttpApiBody(body: Value): HttpApiBody {
  if (!isMap(body)) throw new TemplateError('The Body of an AWS::ApiGatewayV2::Api must be an OpenAPI document.', 'Body')
  const authorizers = readAuthorizers(body)
  const names = new Set(authorizers.map(({ name }) => name))
  const cors = mapAt(body, 'x-amazon-apigateway-cors')
  const info = mapAt(body, 'info')
  return {
    name: text(info['title']),
    description: text(info['description']),
    routes: Object.entries(mapAt(body, 'paths')).flatMap(([path, item]) => readPath(path, item, names)),
    authorizers,
    ...(Object.keys(cors).length > 0 && { cors: readCors(cors) }),
    tags: readTags(body['tags']),
    disableExecuteApiEndpoint: isEndpointDisabled(body['servers']),
  }
}

/** The function in an integration's URI: `arn:aws:apigateway:…:lambda:path/2015-03-31/functions/<this>/invocations`. */
export function functionArnOf(integrationUri: string): string | undefined {
  const match = /\/functions\/(.+)\/invocations$/.exec(integrationUri)
  return match?.[1] ?? (/^arn:[^:]+:lambda:/.test(integrationUri) ? integrationUri : undefined)
}

function readPath(path: string, item: Value, authorizers: ReadonlySet<string>): HttpApiRoute[] {
  if (!isMap(item)) return []
  const isDefault = path === '$default' || path === '/$default'
  return Object.entries(item).flatMap(([method, operation]) => {
    if (!isMap(operation) || !(METHODS.has(method) || method === ANY_METHOD)) return []
    const verb = method === ANY_METHOD ? 'ANY' : method.toUpperCase()
    return [readOperation(isDefault ? '$default' : `${verb} ${path}`, operation, authorizers)]
  })
}

function readOperation(routeKey: string, operation: ValueMap, authorizers: ReadonlySet<string>): HttpApiRoute {
  const integration = mapAt(operation, INTEGRATION)
  const uri = text(integration['uri'])
  if (text(integration['type'])?.toLowerCase() !== 'aws_proxy' || uri === undefined) {
    throw new TemplateError(`Route ${routeKey} needs an ${INTEGRATION} of type aws_proxy with a uri; this sandbox has no other kind.`, 'Body.paths')
  }
  const timeout = integration['timeoutInMillis']
  const base = { routeKey, integrationUri: uri, payloadFormatVersion: text(integration['payloadFormatVersion']) ?? '2.0' }
  return { ...base, ...(timeout !== undefined && { timeoutInMillis: Number(timeout) }), ...readSecurity(routeKey, operation['security'], authorizers) }
}

/** SAM writes `[{NONE: []}]` for an open route: no security scheme has that name. */
function readSecurity(routeKey: string, security: Value | undefined, authorizers: ReadonlySet<string>): Pick<HttpApiRoute, 'authorizerName' | 'scopes'> {
  const [requirement] = Array.isArray(security) ? security : []
  const [name] = isMap(requirement) ? Object.keys(requirement) : []
  if (!isMap(requirement) || name === undefined || (name === 'NONE' && !authorizers.has(name))) return {}
  if (!authorizers.has(name)) throw new TemplateError(`Route ${routeKey} asks for the authorizer ${name}, which is not among components.securitySchemes.`, 'Body.paths')
  return { authorizerName: name, scopes: texts(requirement[name]) }
}

function readAuthorizers(body: ValueMap): HttpApiAuthorizer[] {
  return Object.entries(mapAt(mapAt(body, 'components'), 'securitySchemes')).map(([name, scheme]) => {
    const authorizer = isMap(scheme) ? mapAt(scheme, 'x-amazon-apigateway-authorizer') : {}
    const jwt = mapAt(authorizer, 'jwtConfiguration')
    const issuer = text(jwt['issuer'])
    if (authorizer['type'] !== 'jwt' || issuer === undefined) {
      throw new TemplateError(`Authorizer ${name} must be of type jwt with a jwtConfiguration that has an issuer; this sandbox has no other kind.`, 'Body.components')
    }
    return { name, identitySource: texts(authorizer['identitySource']), issuer, audience: texts(jwt['audience']) }
  })
}

function readCors(cors: ValueMap): HttpApiCors {
  const lists = ['allowOrigins', 'allowHeaders', 'allowMethods', 'exposeHeaders'].filter((name) => cors[name] !== undefined)
  return {
    ...Object.fromEntries(lists.map((name) => [name, texts(cors[name])])),
    ...(cors['maxAge'] !== undefined && { maxAge: Number(cors['maxAge']) }),
    ...(cors['allowCredentials'] !== undefined && { allowCredentials: String(cors['allowCredentials']) === 'true' }),
  }
}

function readTags(tags: Value | undefined): Record<string, string> {
  const entries = (Array.isArray(tags) ? tags : []).flatMap((tag) => {
    const value = isMap(tag) ? text(tag['x-amazon-apigateway-tag-value']) : undefined
    return isMap(tag) && value !== undefined ? [[String(tag['name']), value] as const] : []
  })
  return Object.fromEntries(entries)
}

function isEndpointDisabled(servers: Value | undefined): boolean {
  const all = Array.isArray(servers) ? servers.filter(isMap) : []
  return all.some((server) => String(mapAt(server, 'x-amazon-apigateway-endpoint-configuration')['disableExecuteApiEndpoint']) === 'true')
}

function mapAt(map: ValueMap, name: string): ValueMap {
  const value = map[name]
  return isMap(value) ? value : {}
}

function text(value: Value | undefined): string | undefined {
  return isScalar(value) ? String(value) : undefined
}

function texts(value: Value | undefined): string[] {
  if (Array.isArray(value)) return value.filter(isScalar).map(String)
  return isScalar(value) ? [String(value)] : []
}
