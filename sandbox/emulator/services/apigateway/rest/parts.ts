import type {
  Authorizer, CreateDeploymentRequest, CreateRestApiRequest, Integration, IntegrationResponse, Method, MethodResponse, Model, RequestValidator,
  Stage,
} from '@aws-sdk/client-api-gateway'
import type { Context } from '../../../kernel/context.ts'
import { badRequest, conflict, notFound } from '../errors.ts'
import { newApiId } from '../owners.ts'
import { lookUp, secondsOf, without } from '../state.ts'
import { defined } from '../views.ts'
import { checkAuthorizer, checkIntegration, checkMethod, checkModel, checkName, checkPathPart, checkStageName } from './rules.ts'
import { configurationOf, findPart, newPartId, type RestApi, type StoredResource } from './state.ts'

/** Makes the parts of an API with AWS's defaults, for the operations and for imported definitions alike. Nothing is stored here. */

/** An API with its root resource and the two models that every one is born with. */
export function newApi(ctx: Context, input: Omit<CreateRestApiRequest, 'cloneFrom'>): RestApi {
  checkName(input.name)
  const rootResourceId = newPartId(ctx, {}, 10)
  const api = {
    apiKeySource: 'HEADER' as const,
    disableExecuteApiEndpoint: false,
    endpointConfiguration: { types: ['EDGE' as const], ipAddressType: 'ipv4' as const },
    ...defined(input),
    createdDate: secondsOf(ctx),
    id: newApiId(ctx),
    name: input.name!,
    rootResourceId,
  }
  return {
    api,
    resources: { [rootResourceId]: { id: rootResourceId, path: '/', resourceMethods: {} } },
    ...{ authorizers: {}, validators: {}, gatewayResponses: {}, stages: {}, deployments: {} },
    models: { Empty: bornWith(ctx, 'Empty', EMPTY_SCHEMA), Error: bornWith(ctx, 'Error', ERROR_SCHEMA) },
  }
}

const DRAFT_4 = 'http://json-schema.org/draft-04/schema#'
const EMPTY_SCHEMA = { $schema: DRAFT_4, title: 'Empty Schema', type: 'object' }
const ERROR_SCHEMA = { $schema: DRAFT_4, title: 'Error Schema', type: 'object', properties: { message: { type: 'string' } } }

function bornWith(ctx: Context, name: 'Empty' | 'Error', schema: object): Model {
  const description = `This is a default ${name.toLowerCase()} schema model`
  return { id: newPartId(ctx, {}), name, description, schema: JSON.stringify(schema, null, 2), contentType: 'application/json' }
}

export function addResource(ctx: Context, api: RestApi, parentId: string | undefined, pathPart: string | undefined): [RestApi, StoredResource] {
  const parent = findPart(api.resources, 'resource', parentId)
  checkPathPart(parent, pathPart)
  const siblings = Object.values(api.resources).filter((resource) => resource.parentId === parent.id)
  if (siblings.some((sibling) => sibling.pathPart === pathPart)) throw conflict(`Another resource with the same parent already has this name: ${pathPart}`)
  const variable = siblings.find((sibling) => sibling.pathPart!.startsWith('{'))
  if (variable && pathPart!.startsWith('{') && variable.pathPart!.endsWith('+}') === pathPart!.endsWith('+}'))
    throw badRequest(`A sibling (${variable.pathPart}) of this resource already has a variable path part -- only one is allowed`)
  const id = newPartId(ctx, api.resources)
  const path = parent.path === '/' ? `/${pathPart}` : `${parent.path}/${pathPart}`
  const resource: StoredResource = { id, parentId: parent.id, pathPart: pathPart!, path, resourceMethods: {} }
  return [{ ...api, resources: { ...api.resources, [id]: resource } }, resource]
}

/** The resource with one of its methods as it is given here, or without it. */
export function withMethod(api: RestApi, resource: StoredResource, httpMethod: string, method: Method | undefined): RestApi {
  const { [httpMethod]: _former, ...others } = resource.resourceMethods
  const resourceMethods = method ? { ...resource.resourceMethods, [httpMethod]: method } : others
  return { ...api, resources: { ...api.resources, [resource.id]: { ...resource, resourceMethods } } }
}

export function addMethod(api: RestApi, resource: StoredResource, input: Method): [RestApi, Method] {
  const httpMethod = input.httpMethod ?? ''
  if (lookUp(resource.resourceMethods, httpMethod)) throw conflict('Method already exists for this resource')
  const method: Method = { ...defined(input), apiKeyRequired: input.apiKeyRequired ?? false, authorizationType: input.authorizationType ?? 'NONE', httpMethod }
  checkMethod(api, method)
  return [withMethod(api, resource, httpMethod, method), method]
}

/** Throws NotFoundException. */
export function findMethod(resource: StoredResource, httpMethod: string | undefined): Method {
  const found = lookUp(resource.resourceMethods, httpMethod)
  if (!found) throw notFound('Invalid Method identifier specified')
  return found
}

/** Throws NotFoundException. */
export function findIntegration(method: Method): Integration {
  if (!method.methodIntegration) throw notFound('Invalid Integration identifier specified')
  return method.methodIntegration
}

const TIMEOUT_MS = 29_000

/** `resourceId` names the cache that the integration's answers would be kept in. */
export function newIntegration(resourceId: string, input: Integration): Integration {
  const integration: Integration = {
    cacheKeyParameters: [],
    cacheNamespace: resourceId,
    passthroughBehavior: 'WHEN_NO_MATCH',
    timeoutInMillis: TIMEOUT_MS,
    ...defined(input),
  }
  checkIntegration(integration)
  return integration
}

export function addAuthorizer(ctx: Context, api: RestApi, input: Omit<Authorizer, 'id'>): [RestApi, Authorizer] {
  const cacheable = input.type === 'COGNITO_USER_POOLS' ? {} : { authorizerResultTtlInSeconds: 300 }
  const authType = input.type === 'COGNITO_USER_POOLS' ? 'cognito_user_pools' : 'custom'
  const wanted: Authorizer = { authType, ...cacheable, ...defined(input) }
  checkAuthorizer(wanted)
  if (Object.values(api.authorizers).some(({ name }) => name === input.name)) throw badRequest(`Authorizer name must be unique. Authorizer ${input.name} already exists in this RestApi.`)
  const id = newPartId(ctx, api.authorizers)
  const authorizer: Authorizer = { ...wanted, id }
  return [{ ...api, authorizers: { ...api.authorizers, [id]: authorizer } }, authorizer]
}

export function addModel(ctx: Context, api: RestApi, input: Omit<Model, 'id'>): [RestApi, Model] {
  checkModel(input)
  if (lookUp(api.models, input.name)) throw conflict('Model name already exists for this REST API')
  const model: Model = { contentType: 'application/json', ...defined(input), id: newPartId(ctx, {}) }
  return [{ ...api, models: { ...api.models, [input.name!]: model } }, model]
}

export function addValidator(ctx: Context, api: RestApi, input: Omit<RequestValidator, 'id'>): [RestApi, RequestValidator] {
  const id = newPartId(ctx, api.validators)
  const { name, validateRequestBody = false, validateRequestParameters = false } = input
  const validator: RequestValidator = { id, ...(name === undefined ? {} : { name }), validateRequestBody, validateRequestParameters }
  return [{ ...api, validators: { ...api.validators, [id]: validator } }, validator]
}

/** A deployment of the API as it is now; with a stage named, that stage, which may be a new one, serves it from here on. */
export function deploy(ctx: Context, api: RestApi, input: Omit<CreateDeploymentRequest, 'restApiId'>): [RestApi, string] {
  const methods = Object.values(api.resources).flatMap(({ resourceMethods }) => Object.values(resourceMethods))
  if (methods.length === 0) throw badRequest("The REST API doesn't contain any methods")
  if (methods.some(({ methodIntegration }) => !methodIntegration)) throw badRequest('No integration defined for method')
  const id = newPartId(ctx, api.deployments)
  const shown = { createdDate: secondsOf(ctx), ...(input.description === undefined ? {} : { description: input.description }), id }
  const deployed: RestApi = { ...api, deployments: { ...api.deployments, [id]: { shown, configuration: configurationOf(api) } } }
  if (!input.stageName) return [deployed, id]
  const stage = lookUp(api.stages, input.stageName)
  const settings = defined({ description: input.stageDescription, variables: input.variables, tracingEnabled: input.tracingEnabled })
  if (!stage) return [addStage(ctx, deployed, { stageName: input.stageName, deploymentId: id, ...settings })[0], id]
  const changed: Stage = { ...stage, ...settings, deploymentId: id, lastUpdatedDate: secondsOf(ctx) }
  return [{ ...deployed, stages: { ...deployed.stages, [input.stageName]: changed } }, id]
}

export function addStage(ctx: Context, api: RestApi, input: Omit<Stage, 'createdDate' | 'lastUpdatedDate'>): [RestApi, Stage] {
  const stageName = checkStageName(input.stageName)
  if (lookUp(api.stages, stageName)) throw conflict('Stage already exists')
  findPart(api.deployments, 'deployment', input.deploymentId)
  const stage: Stage = {
    ...{ cacheClusterEnabled: false, cacheClusterStatus: 'NOT_AVAILABLE' as const, methodSettings: {}, tracingEnabled: false },
    ...defined(input),
    createdDate: secondsOf(ctx),
    lastUpdatedDate: secondsOf(ctx),
    stageName,
  }
  return [{ ...api, stages: { ...api.stages, [stageName]: stage } }, stage]
}

/** Throws NotFoundException. */
export function findMethodResponse(method: Method, statusCode: string | undefined): MethodResponse {
  const found = lookUp(method.methodResponses ?? {}, statusCode)
  if (!found) throw notFound('Invalid Response status code specified')
  return found
}

/** Throws NotFoundException. */
export function findIntegrationResponse(integration: Integration, statusCode: string | undefined): IntegrationResponse {
  const found = lookUp(integration.integrationResponses ?? {}, statusCode)
  if (!found) throw notFound('Invalid Response status code specified')
  return found
}

/** The API with one integration response of a method as it is given here, or without it. */
export function withIntegrationResponse(
  api: RestApi, resource: StoredResource, method: Method, integration: Integration, statusCode: string, response: IntegrationResponse | undefined,
): RestApi {
  const others = without(integration.integrationResponses ?? {}, statusCode)
  const integrationResponses = response ? { ...others, [statusCode]: response } : others
  return withMethod(api, resource, method.httpMethod!, { ...method, methodIntegration: { ...integration, integrationResponses } })
}
