import type { Authorizer, GatewayResponse, Integration, IntegrationResponse, Method, Model } from '@aws-sdk/client-api-gateway'
import { badRequest, unsupported } from '../errors.ts'
import { functionOf } from '../rules.ts'
import { lookUp } from '../state.ts'
import { unknownTypes } from './gateway/response-types.ts'
import { unsupportedKeyword } from './gateway/schema.ts'
import { unsupportedInTemplate } from './gateway/template.ts'
import type { RestApi, StoredResource } from './state.ts'

/** What CreateX, PutX, UpdateX and imports all refuse. Each throws BadRequestException, or NotImplemented by name. */

const METHODS = ['ANY', 'DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT']

export function checkName(name: string | undefined): void {
  if (!name) throw badRequest("API name can't be empty")
}

export function checkPathPart(parent: StoredResource, pathPart: string | undefined): void {
  if (!pathPart || !/^(?:[a-zA-Z0-9._\-:$@~]+|\{[a-zA-Z0-9._-]+\+?\})$/.test(pathPart))
    throw badRequest("Resource's path part only allow a-zA-Z0-9._-: or a valid greedy path variable and curly braces at the beginning and the end.")
  if (parent.path.endsWith('+}')) throw badRequest(`Cannot create a child of a resource with a greedy path variable: ${parent.path}`)
}

export function checkStageName(stageName: string | undefined): string {
  if (!stageName || !/^[a-zA-Z0-9_-]+$/.test(stageName)) throw badRequest('Stage name only allows a-zA-Z0-9_-')
  return stageName
}

const AUTHORIZER_TYPES: Readonly<Record<string, readonly string[]>> = { CUSTOM: ['TOKEN', 'REQUEST'], COGNITO_USER_POOLS: ['COGNITO_USER_POOLS'] }

export function checkMethod(api: RestApi, method: Method): void {
  const { authorizationType: type = 'NONE', httpMethod = '' } = method
  if (!METHODS.includes(httpMethod)) throw badRequest(`Invalid HttpMethod specified. Valid options are ${METHODS.filter((name) => name !== 'ANY').join(',')}`)
  if (!['NONE', 'AWS_IAM', 'CUSTOM', 'COGNITO_USER_POOLS'].includes(type))
    throw badRequest('Invalid authorization type specified. Must be one of [NONE, AWS_IAM, CUSTOM, COGNITO_USER_POOLS]')
  const authorizer = lookUp(api.authorizers, method.authorizerId)
  if (type in AUTHORIZER_TYPES && !AUTHORIZER_TYPES[type]!.includes(authorizer?.type ?? ''))
    throw badRequest('Invalid authorizer ID specified. Setting the authorization type to CUSTOM or COGNITO_USER_POOLS requires a valid authorizer.')
  if (method.requestValidatorId && !lookUp(api.validators, method.requestValidatorId)) throw badRequest('Invalid Request Validator identifier specified')
  for (const name of Object.keys(method.requestParameters ?? {}))
    if (!/^method\.request\.(?:header|path|querystring|multivalueheader|multivaluequerystring)\.\S+$/.test(name)) throw badRequest(`Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression parameter specified: ${name}]`)
  const unknown = Object.values(method.requestModels ?? {}).find((name) => !lookUp(api.models, name))
  if (unknown !== undefined) throw badRequest(`Invalid model specified: Validation Result: warnings : [], errors : [Invalid model identifier specified: ${unknown}]`)
}

export function checkIntegration(integration: Integration): void {
  const { type, uri = '', timeoutInMillis: timeout } = integration
  if (!type || !['AWS', 'AWS_PROXY', 'HTTP', 'HTTP_PROXY', 'MOCK'].includes(type)) throw badRequest('Enumeration value for type must be one of AWS, AWS_PROXY, HTTP, HTTP_PROXY, MOCK')
  if (type !== 'MOCK' && !integration.httpMethod) throw badRequest('Enumeration value for HttpMethod must be non-empty')
  if (integration.connectionType === 'VPC_LINK') throw unsupported('connectionType VPC_LINK')
  if (integration.responseTransferMode === 'STREAM') throw unsupported('responseTransferMode STREAM')
  if (integration.contentHandling) throw unsupported('contentHandling')
  if (timeout !== undefined && timeout < 50) throw badRequest('Timeout should be between 50 ms and 29000 ms')
  if (type.startsWith('HTTP') && !/^https?:\/\/[^/]/.test(uri) && !uri.includes('${stageVariables.')) throw badRequest('Invalid HTTP endpoint specified for URI')
  if (type.startsWith('AWS')) checkFunctionUri(uri)
  checkTemplates(integration.requestTemplates)
}

function checkFunctionUri(uri: string): void {
  if (!/^arn:aws[\w-]*:apigateway:[\w-]+:[\w.-]+:(?:path|action)\//.test(uri)) throw badRequest('Invalid ARN specified in the request')
  const isFunction = functionOf(uri.replaceAll(/\$\{stageVariables\.[^}]+\}/g, 'variable')) !== undefined
  if (!isFunction) throw /:lambda:path\//.test(uri) ? badRequest('Invalid function ARN or invalid uri') : unsupported(`An integration with ${uri.split(':')[4]}`)
}

export function checkIntegrationResponse(response: IntegrationResponse): void {
  if (response.contentHandling) throw unsupported('contentHandling')
  checkTemplates(response.responseTemplates)
}

export function checkGatewayResponse(response: GatewayResponse): void {
  const { responseType, statusCode } = response
  if (responseType === undefined || unknownTypes(responseType)) throw badRequest(`1 validation error detected: Value '${responseType ?? ''}' at 'responseType' failed to satisfy constraint: Member must satisfy enum value set`)
  if (statusCode !== undefined && !/^[1-5]\d\d$/.test(statusCode)) throw badRequest('Invalid status code specified')
  checkTemplates(response.responseTemplates)
}

/** A template does all that it says, or it is refused. */
function checkTemplates(templates: Readonly<Record<string, string>> | undefined): void {
  for (const template of Object.values(templates ?? {})) {
    const found = unsupportedInTemplate(template)
    if (found !== undefined) throw unsupported(`A mapping template with ${found}`)
  }
}

export function checkAuthorizer(authorizer: Authorizer): void {
  const { type, authorizerResultTtlInSeconds: ttl = 0 } = authorizer
  if (!authorizer.name) throw badRequest('Authorizer name cannot be empty')
  if (type !== 'TOKEN' && type !== 'REQUEST' && type !== 'COGNITO_USER_POOLS') throw badRequest('Invalid authorizer type specified. Must be one of [TOKEN, REQUEST, COGNITO_USER_POOLS]')
  if (ttl < 0 || ttl > 3600) throw badRequest('Authorizer result TTL must be between 0 and 3600 seconds')
  if (type === 'COGNITO_USER_POOLS') return checkPools(authorizer)
  if (functionOf(authorizer.authorizerUri?.replaceAll(/\$\{stageVariables\.[^}]+\}/g, 'variable')) === undefined) throw badRequest('Invalid Authorizer URI: the function ARN is invalid')
  const sources = authorizer.identitySource ?? ''
  if (type === 'TOKEN') {
    if (!/^method\.request\.header\.[^\s,]+$/.test(sources)) throw badRequest('Identity source is required for an authorizer of type TOKEN')
    return
  }
  if (ttl > 0 && sources === '') throw badRequest('Identity source is required when authorizer result caching is enabled')
  const wrong = sources.split(',').find((source) => source.trim() !== '' && !/^(?:method\.request\.(?:header|querystring)|context|stageVariables)\.\S+$/.test(source.trim()))
  if (wrong !== undefined) throw badRequest(`Invalid identity source specified: ${wrong}`)
}

function checkPools({ providerARNs = [], identitySource = '' }: Authorizer): void {
  if (providerARNs.length === 0) throw badRequest('At least one provider ARN is required for an authorizer of type COGNITO_USER_POOLS')
  for (const arn of providerARNs)
    if (!/^arn:aws[\w-]*:cognito-idp:[\w-]+:\d{12}:userpool\/[\w-]+_[0-9a-zA-Z]+$/.test(arn)) throw badRequest(`Invalid Cognito provider ARN: ${arn}`)
  if (!/^method\.request\.header\.[^\s,]+$/.test(identitySource)) throw badRequest('Identity source is required for an authorizer of type COGNITO_USER_POOLS')
}

export function checkModel({ name, schema }: Model): void {
  if (!name || !/^[a-zA-Z0-9]+$/.test(name)) throw badRequest('Model name must be alphanumeric: ' + (name ?? ''))
  if (schema === undefined || schema === '') return
  let parsed: unknown
  try {
    parsed = JSON.parse(schema)
  } catch {
    throw badRequest('Model schema must be valid JSON')
  }
  const found = unsupportedKeyword(parsed)
  if (found !== undefined) throw unsupported(`A model with ${found}`)
}

export function checkStatusCode(statusCode: string | undefined): string {
  if (!statusCode || !/^[1-5]\d\d$/.test(statusCode)) throw badRequest('Invalid status code specified')
  return statusCode
}

export function checkResponseType(type: GatewayResponse['responseType']): NonNullable<GatewayResponse['responseType']> {
  checkGatewayResponse({ responseType: type })
  return type!
}
