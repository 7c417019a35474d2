import type {
  Authorizer, CreateAuthorizerCommandInput, CreateModelCommandInput, GatewayResponseType, PutGatewayResponseCommandInput, PutIntegrationCommandInput, PutMethodCommandInput, Resource,
} from '@aws-sdk/client-api-gateway'
import { covers, ifFound, text, type Ensured, type PlannedResource, type ResourceHandler } from '../resource.ts'

/** Names of a template's properties to those of the API: `RestApiId` to `restApiId`. Keys of maps stay. */
function lowered(properties: Readonly<Record<string, unknown>>, leftOut: readonly string[] = []): Record<string, unknown> {
  const kept = Object.entries(properties).filter(([name, value]) => value !== undefined && !leftOut.includes(name))
  return Object.fromEntries(kept.map(([name, value]) => [`${name[0]!.toLowerCase()}${name.slice(1)}`, value]))
}

const done = (ref: string, action: Ensured['action'], attributes: Ensured['attributes'] = {}): Ensured => ({ ref, attributes, action })

export const restResource: ResourceHandler = {
  type: 'AWS::ApiGateway::Resource',
  async ensure(resource, stack) {
    const { CreateResourceCommand, paginateGetResources } = await import('@aws-sdk/client-api-gateway')
    const client = await stack.clients.restapis()
    const [restApiId, parentId, pathPart] = [text(resource, 'RestApiId'), text(resource, 'ParentId'), text(resource, 'PathPart')]
    let known: Resource | undefined
    for await (const { items = [] } of paginateGetResources({ client }, { restApiId, limit: 500 }))
      known ??= items.find((item) => item.parentId === parentId && item.pathPart === pathPart)
    const { id = '' } = known ?? (await client.send(new CreateResourceCommand({ restApiId, parentId, pathPart })))
    return done(id, known ? 'unchanged' : 'created', { ResourceId: id })
  },
}

export const restMethod: ResourceHandler = {
  type: 'AWS::ApiGateway::Method',
  async ensure(resource, stack) {
    const sdk = await import('@aws-sdk/client-api-gateway')
    const client = await stack.clients.restapis()
    const where = { restApiId: text(resource, 'RestApiId'), resourceId: text(resource, 'ResourceId'), httpMethod: text(resource, 'HttpMethod') }
    const known = await ifFound(() => client.send(new sdk.GetMethodCommand(where)), 'NotFoundException')
    const method = lowered(resource.properties, ['Integration', 'MethodResponses', 'RestApiId', 'ResourceId'])
    const responses = listOf(resource, 'MethodResponses').map((response) => lowered(response))
    const { integration, integrationResponses } = integrationOf(resource)
    const wanted = { ...method, methodResponses: byStatus(responses), methodIntegration: { ...integration, integrationResponses: byStatus(integrationResponses) } }
    if (known && covers(known, wanted)) return done(idOf(where), 'unchanged')
    if (known) await client.send(new sdk.DeleteMethodCommand(where))
    await client.send(new sdk.PutMethodCommand({ authorizationType: 'NONE', ...method, ...where } as PutMethodCommandInput))
    for (const response of responses) await client.send(new sdk.PutMethodResponseCommand({ ...where, statusCode: String(response['statusCode']), ...response }))
    if (integration) {
      const { httpMethod: integrationHttpMethod, ...rest } = integration
      await client.send(new sdk.PutIntegrationCommand({ ...rest, ...(integrationHttpMethod === undefined ? {} : { integrationHttpMethod }), ...where } as PutIntegrationCommandInput))
    }
    for (const response of integrationResponses) await client.send(new sdk.PutIntegrationResponseCommand({ ...where, statusCode: String(response['statusCode']), ...response }))
    return done(idOf(where), known ? 'updated' : 'created')
  },
}

const idOf = (where: { restApiId: string; resourceId: string; httpMethod: string }) => `${where.restApiId}-${where.resourceId}-${where.httpMethod}`

type Members = Readonly<Record<string, unknown>>

function integrationOf({ properties }: PlannedResource): { integration: Record<string, unknown> | undefined; integrationResponses: Members[] } {
  const given = properties['Integration'] as Members | undefined
  if (!given) return { integration: undefined, integrationResponses: [] }
  const { integrationHttpMethod, ...rest } = lowered(given, ['IntegrationResponses'])
  const integration = { ...rest, ...(integrationHttpMethod === undefined ? {} : { httpMethod: integrationHttpMethod }) }
  return { integration, integrationResponses: ((given['IntegrationResponses'] ?? []) as Members[]).map((response) => lowered(response)) }
}

const listOf = ({ properties }: PlannedResource, name: string) => (properties[name] ?? []) as Members[]

const byStatus = (responses: readonly Members[]) => Object.fromEntries(responses.map((response) => [String(response['statusCode']), response]))

/** Found again by its name, and changed by being made anew is no way: methods refer to it. */
export const restAuthorizer: ResourceHandler = {
  type: 'AWS::ApiGateway::Authorizer',
  async ensure(resource, stack) {
    const { CreateAuthorizerCommand, GetAuthorizersCommand, UpdateAuthorizerCommand } = await import('@aws-sdk/client-api-gateway')
    const client = await stack.clients.restapis()
    const restApiId = text(resource, 'RestApiId')
    const wanted = lowered(resource.properties, ['RestApiId'])
    const { items = [] } = await client.send(new GetAuthorizersCommand({ restApiId, limit: 500 }))
    const known = items.find(({ name }) => name === text(resource, 'Name'))
    if (!known) {
      const { id = '' } = await client.send(new CreateAuthorizerCommand({ ...wanted, restApiId } as CreateAuthorizerCommandInput))
      return done(id, 'created', { AuthorizerId: id })
    }
    const patchOperations = Object.entries(wanted)
      .filter(([name, value]) => !covers(known[name as keyof Authorizer], value))
      .map(([name, value]) => ({ op: 'replace' as const, path: `/${name}`, value: Array.isArray(value) ? value.join(',') : String(value) }))
    if (patchOperations.length > 0) await client.send(new UpdateAuthorizerCommand({ restApiId, authorizerId: known.id!, patchOperations }))
    return done(known.id!, patchOperations.length > 0 ? 'updated' : 'unchanged', { AuthorizerId: known.id! })
  },
}

export const restValidator: ResourceHandler = {
  type: 'AWS::ApiGateway::RequestValidator',
  async ensure(resource, stack) {
    const { CreateRequestValidatorCommand, GetRequestValidatorsCommand, UpdateRequestValidatorCommand } = await import('@aws-sdk/client-api-gateway')
    const client = await stack.clients.restapis()
    const restApiId = text(resource, 'RestApiId')
    const { Name = resource.logicalId, ValidateRequestBody = false, ValidateRequestParameters = false } = resource.properties
    const wanted = { name: String(Name), validateRequestBody: String(ValidateRequestBody) === 'true', validateRequestParameters: String(ValidateRequestParameters) === 'true' }
    const { items = [] } = await client.send(new GetRequestValidatorsCommand({ restApiId, limit: 500 }))
    const known = items.find(({ name }) => name === wanted.name)
    if (known && covers(known, wanted)) return done(known.id!, 'unchanged', { RequestValidatorId: known.id! })
    const patchOperations = Object.entries(wanted).map(([name, value]) => ({ op: 'replace' as const, path: `/${name}`, value: String(value) }))
    const { id = '' } = known
      ? await client.send(new UpdateRequestValidatorCommand({ restApiId, requestValidatorId: known.id!, patchOperations }))
      : await client.send(new CreateRequestValidatorCommand({ restApiId, ...wanted }))
    return done(id, known ? 'updated' : 'created', { RequestValidatorId: id })
  },
}

export const restModel: ResourceHandler = {
  type: 'AWS::ApiGateway::Model',
  async ensure(resource, stack) {
    const { CreateModelCommand, GetModelCommand, UpdateModelCommand } = await import('@aws-sdk/client-api-gateway')
    const client = await stack.clients.restapis()
    const restApiId = text(resource, 'RestApiId')
    const given = resource.properties['Schema'] ?? {}
    const schema = typeof given === 'string' ? given : JSON.stringify(given)
    const name = String(resource.properties['Name'] ?? resource.logicalId)
    const known = await ifFound(() => client.send(new GetModelCommand({ restApiId, modelName: name })), 'NotFoundException')
    if (known?.schema === schema) return done(name, 'unchanged')
    if (known) await client.send(new UpdateModelCommand({ restApiId, modelName: name, patchOperations: [{ op: 'replace', path: '/schema', value: schema }] }))
    else await client.send(new CreateModelCommand({ contentType: 'application/json', ...lowered(resource.properties), restApiId, name, schema } as CreateModelCommandInput))
    return done(name, known ? 'updated' : 'created')
  },
}

export const gatewayResponse: ResourceHandler = {
  type: 'AWS::ApiGateway::GatewayResponse',
  async ensure(resource, stack) {
    const { GetGatewayResponseCommand, PutGatewayResponseCommand } = await import('@aws-sdk/client-api-gateway')
    const client = await stack.clients.restapis()
    const where = { restApiId: text(resource, 'RestApiId'), responseType: text(resource, 'ResponseType') as GatewayResponseType }
    const wanted = lowered(resource.properties, ['RestApiId'])
    const known = await client.send(new GetGatewayResponseCommand(where))
    const ref = `${where.restApiId}-${where.responseType}`
    if (!known.defaultResponse && covers(known, wanted)) return done(ref, 'unchanged', { Id: ref })
    await client.send(new PutGatewayResponseCommand({ ...wanted, ...where } as PutGatewayResponseCommandInput))
    return done(ref, known.defaultResponse ? 'created' : 'updated', { Id: ref })
  },
}
