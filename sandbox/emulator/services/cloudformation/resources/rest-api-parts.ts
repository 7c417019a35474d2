import type { ValueMap } from '../../../../template/index.ts'
import { replaced, texts, valuePatches, type Patch } from './patches.ts'
import { ifThere, kept, listOf, omit, pick, type Io, type Provider } from './provider.ts'

const SERVICE = 'restapis'

export const restResource: Provider = {
  type: 'AWS::ApiGateway::Resource',
  properties: ['ParentId', 'PathPart', 'RestApiId'],
  required: ['ParentId', 'PathPart', 'RestApiId'],
  replaces: ['ParentId', 'PathPart', 'RestApiId'],
  async create(properties, io) {
    const { id } = await io.call<{ id: string }>(SERVICE, 'CreateResource', properties)
    return { physicalId: id, attributes: { ResourceId: id } }
  },
  async delete(was, io) {
    await io.call(SERVICE, 'DeleteResource', { ...pick(was.properties, ['RestApiId']), ResourceId: was.physicalId })
  },
}

const METHOD = ['RestApiId', 'ResourceId', 'HttpMethod']

export const restMethod: Provider = {
  type: 'AWS::ApiGateway::Method',
  properties: ['ApiKeyRequired', 'AuthorizationScopes', 'AuthorizationType', 'AuthorizerId', 'HttpMethod', 'Integration', 'MethodResponses', 'OperationName', 'RequestModels', 'RequestParameters', 'RequestValidatorId', 'ResourceId', 'RestApiId'],
  required: METHOD,
  replaces: METHOD,
  async create(properties, io) {
    await putMethod(io, properties)
    return { physicalId: METHOD.map((name) => String(properties[name])).join('|') }
  },
  async update(properties, was, io) {
    await ifThere(() => io.call(SERVICE, 'DeleteMethod', pick(properties, METHOD)))
    await putMethod(io, properties)
    return { physicalId: was.physicalId }
  },
  async delete(was, io) {
    await io.call(SERVICE, 'DeleteMethod', pick(was.properties, METHOD))
  },
}

async function putMethod(io: Io, properties: ValueMap): Promise<void> {
  const where = pick(properties, METHOD)
  await io.call(SERVICE, 'PutMethod', { AuthorizationType: 'NONE', ...omit(properties, ['Integration', 'MethodResponses']) })
  for (const response of listOf(properties['MethodResponses'])) await io.call(SERVICE, 'PutMethodResponse', { ...(response as ValueMap), ...where })
  if (properties['Integration'] === undefined) return
  const integration = properties['Integration'] as ValueMap
  const { IntegrationResponses, ...own } = integration
  await io.call(SERVICE, 'PutIntegration', { ...own, ...where })
  for (const response of listOf(IntegrationResponses)) await io.call(SERVICE, 'PutIntegrationResponse', { ...(response as ValueMap), ...where })
}

/** Of the properties that differ, those that are plain values, at the path of the member. */
function patchesOf(properties: ValueMap, changed: readonly string[], names: readonly string[], defaults: ValueMap = {}): Patch[] {
  return changed.filter((name) => names.includes(name)).map((name) => replaced(`/${name[0]!.toLowerCase()}${name.slice(1)}`, properties[name] ?? defaults[name]))
}


const AUTHORIZER = ['AuthType', 'AuthorizerCredentials', 'AuthorizerUri', 'IdentitySource', 'IdentityValidationExpression', 'Name', 'Type']

export const restAuthorizer: Provider = {
  type: 'AWS::ApiGateway::Authorizer',
  properties: [...AUTHORIZER, 'AuthorizerResultTtlInSeconds', 'ProviderARNs', 'RestApiId'],
  required: ['Name', 'RestApiId', 'Type'],
  replaces: ['RestApiId'],
  async create(properties, io) {
    const { id } = await io.call<{ id: string }>(SERVICE, 'CreateAuthorizer', properties)
    return { physicalId: id, attributes: { AuthorizerId: id } }
  },
  async update(properties, was, io, changed) {
    const providers = changed.includes('ProviderARNs') ? valuePatches('/providerARNs', texts(was.properties['ProviderARNs']), texts(properties['ProviderARNs'])) : []
    const patches = patchesOf(properties, changed, [...AUTHORIZER, 'AuthorizerResultTtlInSeconds'], { AuthorizerResultTtlInSeconds: 300 })
    await io.call(SERVICE, 'UpdateAuthorizer', { RestApiId: properties['RestApiId'], AuthorizerId: was.physicalId, PatchOperations: [...patches, ...providers] })
    return kept(was)
  },
  async delete(was, io) {
    await io.call(SERVICE, 'DeleteAuthorizer', { RestApiId: was.properties['RestApiId'], AuthorizerId: was.physicalId })
  },
}

export const restValidator: Provider = {
  type: 'AWS::ApiGateway::RequestValidator',
  properties: ['Name', 'RestApiId', 'ValidateRequestBody', 'ValidateRequestParameters'],
  required: ['RestApiId'],
  replaces: ['Name', 'RestApiId'],
  async create(properties, io) {
    const { id } = await io.call<{ id: string }>(SERVICE, 'CreateRequestValidator', properties)
    return { physicalId: id, attributes: { RequestValidatorId: id } }
  },
  async update(properties, was, io, changed) {
    const PatchOperations = patchesOf(properties, changed, ['ValidateRequestBody', 'ValidateRequestParameters'], { ValidateRequestBody: false, ValidateRequestParameters: false })
    await io.call(SERVICE, 'UpdateRequestValidator', { RestApiId: properties['RestApiId'], RequestValidatorId: was.physicalId, PatchOperations })
    return kept(was)
  },
  async delete(was, io) {
    await io.call(SERVICE, 'DeleteRequestValidator', { RestApiId: was.properties['RestApiId'], RequestValidatorId: was.physicalId })
  },
}

export const restModel: Provider = {
  type: 'AWS::ApiGateway::Model',
  properties: ['ContentType', 'Description', 'Name', 'RestApiId', 'Schema'],
  required: ['RestApiId'],
  replaces: ['ContentType', 'Name', 'RestApiId'],
  async create(properties, io) {
    // A model's name is letters and digits.
    const Name = properties['Name'] ?? io.generatedName(128).replaceAll('-', '')
    await io.call(SERVICE, 'CreateModel', { ContentType: 'application/json', Schema: '{}', ...properties, Name })
    return { physicalId: String(Name) }
  },
  async update(properties, was, io, changed) {
    const PatchOperations = patchesOf(properties, changed, ['Description', 'Schema'], { Description: '', Schema: '{}' })
    await io.call(SERVICE, 'UpdateModel', { RestApiId: properties['RestApiId'], ModelName: was.physicalId, PatchOperations })
    return { physicalId: was.physicalId }
  },
  async delete(was, io) {
    await io.call(SERVICE, 'DeleteModel', { RestApiId: was.properties['RestApiId'], ModelName: was.physicalId })
  },
}

export const restGatewayResponse: Provider = {
  type: 'AWS::ApiGateway::GatewayResponse',
  properties: ['ResponseParameters', 'ResponseTemplates', 'ResponseType', 'RestApiId', 'StatusCode'],
  required: ['ResponseType', 'RestApiId'],
  replaces: ['ResponseType', 'RestApiId'],
  async create(properties, io) {
    await io.call(SERVICE, 'PutGatewayResponse', properties)
    const id = io.generatedName(128)
    return { physicalId: id, attributes: { Id: id } }
  },
  async update(properties, was, io) {
    await io.call(SERVICE, 'PutGatewayResponse', properties)
    return kept(was)
  },
  async delete(was, io) {
    await io.call(SERVICE, 'DeleteGatewayResponse', pick(was.properties, ['ResponseType', 'RestApiId']))
  },
}
