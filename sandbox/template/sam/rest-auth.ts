import type { ResourceDeclaration } from '../parse.ts'
import type { Value, ValueMap } from '../value.ts'
import { intrinsicOf, isMap } from '../value.ts'
import type { EventRoute, Resources } from './build.ts'
import { defined, invalid, invalidEvent } from './build.ts'

const AUTH = new Set('Authorizers DefaultAuthorizer AddDefaultAuthorizerToCorsPreflight ApiKeyRequired InvokeRole AddApiKeyRequiredToCorsPreflight'.split(' '))
const AUTHORIZER = new Set(
  'UserPoolArn FunctionArn FunctionPayloadType FunctionInvokeRole Identity AuthorizationScopes DisableFunctionDefaultPermissions'.split(' '),
)
const SIGNED = { in: 'header', type: 'apiKey', name: 'Authorization', 'x-amazon-apigateway-authtype': 'awsSigv4' }
const KEYED = { type: 'apiKey', name: 'x-api-key', in: 'header' }

/** The Auth property of an AWS::Serverless::Api. */
export function authOf(id: string, properties: ValueMap): ValueMap {
  const auth = properties['Auth'] ?? {}
  if (!isMap(auth)) return invalid(id, "'Auth' must be a map.", 'Auth')
  const unknown = Object.keys(auth).find((name) => !AUTH.has(name))
  if (unknown !== undefined) invalid(id, `Auth property ${unknown} is not supported by this sandbox; remove it to run the template here.`, `Auth.${unknown}`)
  const name = auth['DefaultAuthorizer']
  if (name !== undefined && name !== 'AWS_IAM' && !Object.hasOwn(authorizersOf(id, auth), String(name)))
    invalid(id, `Unable to set DefaultAuthorizer because '${String(name)}' was not defined in 'Authorizers'.`, 'Auth.DefaultAuthorizer')
  return auth
}

function authorizersOf(id: string, auth: ValueMap): ValueMap {
  const authorizers = auth['Authorizers'] ?? {}
  return isMap(authorizers) ? authorizers : invalid(id, 'Authorizers must be a dictionary.', 'Auth.Authorizers')
}

/** The API's security schemes by name: its authorizers, and those that signing and API keys need. */
export function restSecuritySchemes(id: string, properties: ValueMap, used: ReadonlySet<string>): ValueMap {
  const auth = authOf(id, properties)
  const authorizers = authorizersOf(id, auth)
  return defined({
    ...Object.fromEntries(Object.entries(authorizers).map(([authorizer, definition]) => [authorizer, scheme(id, authorizer, definition)])),
    AWS_IAM: used.has('AWS_IAM') ? SIGNED : undefined,
    api_key: used.has('api_key') ? KEYED : undefined,
  })
}

function scheme(id: string, name: string, definition: Value): Value {
  const place = `Auth.Authorizers.${name}`
  if (!isMap(definition)) return invalid(id, `Authorizer ${name} must be a map.`, place)
  const unknown = Object.keys(definition).find((property) => !AUTHORIZER.has(property))
  if (unknown !== undefined) return invalid(id, `Authorizer ${name} has ${unknown}, which this sandbox does not support.`, place)
  const identity = isMap(definition['Identity']) ? definition['Identity'] : {}
  const common = { in: 'header', type: 'apiKey' }
  const expression = identity['ValidationExpression']
  const pools = definition['UserPoolArn']
  if (pools !== undefined) {
    const extension = defined({ type: 'cognito_user_pools', providerARNs: Array.isArray(pools) ? pools : [pools], identityValidationExpression: expression })
    return { ...common, name: identity['Header'] ?? 'Authorization', 'x-amazon-apigateway-authtype': 'cognito_user_pools', 'x-amazon-apigateway-authorizer': extension }
  }
  const functionArn = definition['FunctionArn']
  if (functionArn === undefined) return invalid(id, `Authorizer ${name} needs a UserPoolArn or a FunctionArn.`, place)
  const isRequest = definition['FunctionPayloadType'] === 'REQUEST'
  const extension = defined({
    type: isRequest ? 'request' : 'token',
    authorizerUri: {
      'Fn::Sub': ['arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${__FunctionArn__}/invocations', { __FunctionArn__: functionArn }],
    },
    authorizerResultTtlInSeconds: identity['ReauthorizeEvery'],
    authorizerCredentials: definition['FunctionInvokeRole'] === 'NONE' ? undefined : definition['FunctionInvokeRole'],
    identityValidationExpression: isRequest ? undefined : expression,
    identitySource: isRequest ? identitySource(identity) : undefined,
  })
  return { ...common, name: isRequest ? 'Unused' : (identity['Header'] ?? 'Authorization'), 'x-amazon-apigateway-authtype': 'custom', 'x-amazon-apigateway-authorizer': extension }
}

const SOURCES = [['Headers', 'method.request.header'], ['QueryStrings', 'method.request.querystring'], ['StageVariables', 'stageVariables'], ['Context', 'context']] as const

function identitySource(identity: ValueMap): Value | undefined {
  const sources = SOURCES.flatMap(([member, prefix]) => {
    const names = identity[member]
    return Array.isArray(names) ? names.map((name) => `${prefix}.${String(name)}`) : []
  })
  return sources.length > 0 ? sources.join(', ') : undefined
}

/** A Lambda authorizer's function may be invoked by the API's authorizers. */
export function authorizerPermissions(id: string, properties: ValueMap, more: Partial<ResourceDeclaration>): Resources {
  const resources: Resources = {}
  for (const [name, definition] of Object.entries(authorizersOf(id, authOf(id, properties)))) {
    if (!isMap(definition) || definition['FunctionArn'] === undefined || definition['DisableFunctionDefaultPermissions'] === true) continue
    const SourceArn = { 'Fn::Sub': ['arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${__ApiId__}/authorizers/*', { __ApiId__: { Ref: id } }] }
    const Properties: ValueMap = { Action: 'lambda:InvokeFunction', FunctionName: definition['FunctionArn'], Principal: 'apigateway.amazonaws.com', SourceArn }
    resources[`${id}${name}AuthorizerPermission`] = { ...more, Type: 'AWS::Lambda::Permission', Properties }
  }
  return resources
}

/** The `security` of a method; undefined for an open one. `[{NONE: []}]` where it opts out of the default. */
export function restSecurity(apiId: string, properties: ValueMap, route?: EventRoute): Value[] | undefined {
  const auth = authOf(apiId, properties)
  const own = route?.auth ?? {}
  const chosen = own['Authorizer'] ?? auth['DefaultAuthorizer']
  const key: Value[] = [{ api_key: [] }]
  const isOwnKey = own['ApiKeyRequired'] === true
  const isKeyed = isOwnKey || (auth['ApiKeyRequired'] === true && own['ApiKeyRequired'] !== false)
  const named = chosen === undefined ? [] : [{ [String(chosen)]: scopesOf(apiId, auth, String(chosen), route, own) }]
  const all = isOwnKey ? [...key, ...named] : [...named, ...(isKeyed ? key : [])]
  return all.length > 0 ? all : undefined
}

function scopesOf(apiId: string, auth: ValueMap, name: string, route: EventRoute | undefined, own: ValueMap): Value[] {
  const authorizer = authorizersOf(apiId, auth)[name]
  if (name === 'NONE' || name === 'AWS_IAM') return []
  if (authorizer === undefined && route)
    invalidEvent(route.functionId, route.eventId, `Unable to set Authorizer [${name}] on API method [${route.method}] for path [${route.path}] because it wasn't defined in the API's Authorizers.`)
  const scopes = own['AuthorizationScopes'] ?? (isMap(authorizer) ? authorizer['AuthorizationScopes'] : undefined)
  return Array.isArray(scopes) ? scopes : []
}

/** Whose rights the integration has: on a signed method the caller's own, unless `InvokeRole` says otherwise. */
export function restCredentials(apiId: string, properties: ValueMap, route: EventRoute): Value | undefined {
  const auth = authOf(apiId, properties)
  const chosen = route.auth?.['Authorizer'] ?? auth['DefaultAuthorizer']
  if (chosen !== 'AWS_IAM') return undefined
  const role = route.auth?.['InvokeRole'] ?? auth['InvokeRole'] ?? 'CALLER_CREDENTIALS'
  if (role === 'NONE') return undefined
  return !intrinsicOf(role) && role === 'CALLER_CREDENTIALS' ? 'arn:aws:iam::*:user/*' : role
}
