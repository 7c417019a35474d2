import type { Authorizer, CreateRestApiRequest, EndpointType, GatewayResponseType, Integration, IntegrationResponse, Method } from '@aws-sdk/client-api-gateway'
import { parse } from 'yaml'
import type { Context } from '../../../kernel/context.ts'
import { at, listOf, textOf, type Json } from '../document.ts'
import { badRequest, unsupported } from '../errors.ts'
import { lookUp, without } from '../state.ts'
import { defined } from '../views.ts'
import { gatewayResponse } from './gateway/response-types.ts'
import { readIntegration } from './import-integration.ts'
import { importModels, readParameters, readRequestModels } from './import-models.ts'
import { addAuthorizer, addMethod, addResource, addValidator, withMethod } from './parts.ts'
import { checkGatewayResponse } from './rules.ts'
import type { RestApi, StoredResource } from './state.ts'

const METHODS = new Set(['delete', 'get', 'head', 'options', 'patch', 'post', 'put'])
const ANY_METHOD = 'x-amazon-apigateway-any-method'

/** The settings that are given as `parameters` of an import: `endpointConfigurationTypes`. */
export function endpointOf(parameters: Readonly<Record<string, string>> | undefined): Pick<CreateRestApiRequest, 'endpointConfiguration'> {
  const types = parameters?.['endpointConfigurationTypes']
  return types === undefined ? {} : { endpointConfiguration: { types: types.split(',') as EndpointType[] } }
}

/**
 * `api` with what a Swagger 2 or OpenAPI 3 document (JSON or YAML) says of it: added to what it has, or in place of all
 * that (`overwrite`). Throws BadRequestException.
 */
export function importDefinition(ctx: Context, api: RestApi, source: string, mode: 'merge' | 'overwrite'): RestApi {
  const document = readDocument(source)
  let imported = withSettings(mode === 'overwrite' ? emptied(api) : api, document)
  imported = importModels(ctx, imported, document)
  imported = importValidators(ctx, imported, document)
  imported = importAuthorizers(ctx, imported, document)
  imported = importGatewayResponses(imported, document)
  for (const [path, item] of Object.entries(at(document, 'paths'))) {
    const [withPath, id] = resourceAt(ctx, imported, path)
    imported = withPath
    for (const [name, operation] of Object.entries(at(item)))
      if (METHODS.has(name) || name === ANY_METHOD) imported = importMethod(imported, id, name === ANY_METHOD ? 'ANY' : name.toUpperCase(), { document, item: at(item), operation: at(operation) })
  }
  return imported
}

function readDocument(source: string): Json {
  let document: unknown
  try {
    document = parse(source)
  } catch {
    throw badRequest('Invalid OpenAPI input.')
  }
  const { swagger, openapi } = at(document)
  if (String(swagger) !== '2.0' && !/^3\./.test(String(openapi))) throw badRequest('Unable to parse API definition because of a malformed or unsupported OpenAPI document')
  return at(document)
}

/** What there is after "overwrite" and before the definition is read. */
function emptied(api: RestApi): RestApi {
  const root = api.resources[api.api.rootResourceId!]!
  const { binaryMediaTypes: _types, policy: _policy, ...shown } = api.api
  return { ...api, api: shown, resources: { [root.id]: { ...root, resourceMethods: {} } }, authorizers: {}, validators: {}, models: {}, gatewayResponses: {} }
}

function withSettings(api: RestApi, document: Json): RestApi {
  const policy = document['x-amazon-apigateway-policy']
  const size = document['x-amazon-apigateway-minimum-compression-size']
  const types = document['x-amazon-apigateway-binary-media-types']
  const settings = listOf(document['servers']).map((server) => at(server, 'x-amazon-apigateway-endpoint-configuration'))
  const endpoint = { ...at(document, 'x-amazon-apigateway-endpoint-configuration'), ...Object.assign({}, ...settings) as Json }
  const changes = defined({
    name: textOf(at(document, 'info')['title']),
    description: textOf(at(document, 'info')['description']),
    version: textOf(at(document, 'info')['version']),
    binaryMediaTypes: types === undefined ? undefined : listOf(types).map(String),
    minimumCompressionSize: size === undefined ? undefined : Number(size),
    apiKeySource: textOf(document['x-amazon-apigateway-api-key-source']) as 'HEADER' | undefined,
    policy: policy === undefined ? undefined : typeof policy === 'string' ? policy : JSON.stringify(policy),
    disableExecuteApiEndpoint: endpoint['disableExecuteApiEndpoint'] === undefined ? undefined : String(endpoint['disableExecuteApiEndpoint']) === 'true',
  })
  return { ...api, api: { ...api.api, ...changes } }
}

function importValidators(ctx: Context, api: RestApi, document: Json): RestApi {
  let imported = api
  for (const [name, settings] of Object.entries(at(document, 'x-amazon-apigateway-request-validators'))) {
    const { validateRequestBody, validateRequestParameters } = at(settings)
    const held = Object.values(imported.validators).find((validator) => validator.name === name)
    if (held) imported = { ...imported, validators: without(imported.validators, held.id!) }
    imported = addValidator(ctx, imported, { name, validateRequestBody: String(validateRequestBody) === 'true', validateRequestParameters: String(validateRequestParameters) === 'true' })[0]
  }
  return imported
}

function schemesOf(document: Json): Json {
  return { ...at(document, 'securityDefinitions'), ...at(document, 'components', 'securitySchemes') }
}

function importAuthorizers(ctx: Context, api: RestApi, document: Json): RestApi {
  let imported = api
  for (const [name, scheme] of Object.entries(schemesOf(document))) {
    const extension = at(scheme, 'x-amazon-apigateway-authorizer')
    if (extension['type'] === undefined) continue
    const held = Object.values(imported.authorizers).find((authorizer) => authorizer.name === name)
    if (held) imported = { ...imported, authorizers: without(imported.authorizers, held.id!) }
    imported = addAuthorizer(ctx, imported, readAuthorizer(name, at(scheme), extension))[0]
  }
  return imported
}

function readAuthorizer(name: string, scheme: Json, extension: Json): Omit<Authorizer, 'id'> {
  const type = String(extension['type']).toUpperCase() as Authorizer['type']
  const ttl = extension['authorizerResultTtlInSeconds']
  const header = `method.request.header.${textOf(scheme['name']) ?? 'Authorization'}`
  return {
    name,
    type,
    authType: textOf(scheme['x-amazon-apigateway-authtype']),
    authorizerUri: textOf(extension['authorizerUri']),
    authorizerCredentials: textOf(extension['authorizerCredentials']),
    authorizerResultTtlInSeconds: ttl === undefined ? undefined : Number(ttl),
    // A REQUEST authorizer names all of its sources itself; for the others the scheme's header is the source.
    identitySource: type === 'REQUEST' ? textOf(extension['identitySource']) : (textOf(extension['identitySource']) ?? header),
    identityValidationExpression: textOf(extension['identityValidationExpression']),
    providerARNs: extension['providerARNs'] === undefined ? undefined : listOf(extension['providerARNs']).map(String),
  }
}

function importGatewayResponses(api: RestApi, document: Json): RestApi {
  let { gatewayResponses } = api
  for (const [name, settings] of Object.entries(at(document, 'x-amazon-apigateway-gateway-responses'))) {
    const { statusCode, responseParameters, responseTemplates } = at(settings)
    const responseType = name as GatewayResponseType
    checkGatewayResponse({ responseType })
    const usual = gatewayResponse({}, responseType)
    const given = defined({
      statusCode: textOf(statusCode),
      responseParameters: responseParameters as Record<string, string> | undefined,
      responseTemplates: responseTemplates as Record<string, string> | undefined,
    })
    const response = { ...usual, ...given, defaultResponse: false }
    checkGatewayResponse(response)
    gatewayResponses = { ...gatewayResponses, [name]: response }
  }
  return { ...api, gatewayResponses }
}

/** The resource of a path, with those above it that there are not yet. A `basePath` is no part of it, as in AWS unless told otherwise. */
function resourceAt(ctx: Context, api: RestApi, path: string): [RestApi, string] {
  let current = api
  let id = api.api.rootResourceId!
  for (const pathPart of path.split('/').filter((part) => part !== '')) {
    const known = Object.values(current.resources).find((resource) => resource.parentId === id && resource.pathPart === pathPart)
    if (known) {
      id = known.id
      continue
    }
    const [changed, made] = addResource(ctx, current, id, pathPart)
    current = changed
    id = made.id
  }
  return [current, id]
}

interface Source {
  readonly document: Json
  readonly item: Json
  readonly operation: Json
}

function importMethod(api: RestApi, resourceId: string, httpMethod: string, source: Source): RestApi {
  const { document, item, operation } = source
  const bare = withMethod(api, api.resources[resourceId]!, httpMethod, undefined)
  const resource = bare.resources[resourceId]!
  const parameters = [...listOf(item['parameters']), ...listOf(operation['parameters'])].map((parameter) => at(parameter))
  const input: Method = {
    httpMethod,
    operationName: textOf(operation['operationId']),
    requestParameters: readParameters(parameters),
    requestModels: readRequestModels(parameters, operation),
    requestValidatorId: validatorOf(bare, document, operation),
    ...readSecurity(bare, document, operation),
  }
  const [withOne, method] = addMethod(bare, resource, input)
  const integration = readIntegration(resource.id, at(operation, 'x-amazon-apigateway-integration'))
  const complete = { ...method, methodResponses: readResponses(operation, integration), ...(integration ? { methodIntegration: integration } : {}) }
  return withMethod(withOne, withOne.resources[resourceId] as StoredResource, httpMethod, complete)
}

function validatorOf(api: RestApi, document: Json, operation: Json): string | undefined {
  const name = textOf(operation['x-amazon-apigateway-request-validator'] ?? document['x-amazon-apigateway-request-validator'])
  if (name === undefined) return undefined
  const found = Object.values(api.validators).find((validator) => validator.name === name)
  if (!found) throw badRequest(`Unable to parse API definition: the request validator ${name} is not defined`)
  return found.id
}

/** The method responses that the definition names, with what the integration's responses need beside them. */
function readResponses(operation: Json, integration: Integration | undefined): NonNullable<Method['methodResponses']> {
  const responses: NonNullable<Method['methodResponses']> = {}
  for (const [statusCode, response] of Object.entries(at(operation, 'responses'))) {
    const headers = Object.keys(at(response, 'headers')).map((name) => [`method.response.header.${name}`, false] as const)
    if (/^\d{3}$/.test(statusCode)) responses[statusCode] = { statusCode, ...(headers.length > 0 ? { responseParameters: Object.fromEntries(headers) } : {}) }
  }
  for (const { statusCode } of Object.values<IntegrationResponse>(integration?.integrationResponses ?? {})) responses[statusCode!] ??= { statusCode }
  return responses
}

/** `[]` opens an operation that the document's own `security` would close; so does SAM's `[{NONE: []}]`. */
function readSecurity(api: RestApi, document: Json, operation: Json): Partial<Method> {
  const requirements = listOf(operation['security'] ?? document['security']).map((requirement) => at(requirement))
  const isSignedByExtension = at(operation, 'x-amazon-apigateway-auth')['type'] === 'AWS_IAM'
  const schemes = schemesOf(document)
  const names = requirements.flatMap((requirement) => Object.entries(requirement))
  const apiKeyRequired = names.some(([name]) => isApiKey(at(schemes, name)))
  const [name, scopes] = names.find(([candidate]) => !isApiKey(at(schemes, candidate))) ?? []
  const common = { apiKeyRequired }
  if (isSignedByExtension || (name !== undefined && at(schemes, name)['x-amazon-apigateway-authtype'] === 'awsSigv4')) return { ...common, authorizationType: 'AWS_IAM' }
  if (name === undefined) return common
  const authorizer = Object.values(api.authorizers).find((known) => known.name === name)
  if (name === 'NONE' && !authorizer) return common
  if (!authorizer) throw lookUp(schemes, name) ? unsupported(`The security scheme ${name}`) : badRequest(`Unable to parse API definition: ${name} is no security scheme`)
  const isPool = authorizer.type === 'COGNITO_USER_POOLS'
  const authorizationScopes = listOf(scopes).map(String)
  return {
    ...common,
    authorizationType: isPool ? 'COGNITO_USER_POOLS' : 'CUSTOM',
    authorizerId: authorizer.id,
    ...(isPool && authorizationScopes.length > 0 ? { authorizationScopes } : {}),
  }
}

/** A scheme of the `x-api-key` header that is no authorizer. */
function isApiKey(scheme: Json): boolean {
  return scheme['type'] === 'apiKey' && String(scheme['name']).toLowerCase() === 'x-api-key' && scheme['x-amazon-apigateway-authorizer'] === undefined
}
