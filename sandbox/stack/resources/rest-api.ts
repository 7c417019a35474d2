import { createHash } from 'node:crypto'
import type { APIGatewayClient, CreateRestApiCommandInput, EndpointType, PatchOperation, RestApi } from '@aws-sdk/client-api-gateway'
import { physicalName, pick, text, type Ensured, type PlannedResource, type ResourceHandler, type StackContext } from '../resource.ts'

/** Holds a digest of the definition that an API was made from, so that an unchanged one is left alone. */
const DIGEST_TAG = 'sandbox:definition'

/** A REST API: by itself, or imported from the OpenAPI document that SAM makes, as CloudFormation does it. */
export const restApi: ResourceHandler = {
  type: 'AWS::ApiGateway::RestApi',
  async ensure(resource, stack) {
    const { CreateRestApiCommand, PutRestApiCommand, TagResourceCommand } = await import('@aws-sdk/client-api-gateway')
    const client = await stack.clients.restapis()
    const body = bodyOf(resource)
    const wanted = { ...settingsOf(resource), name: nameOf(resource, body, stack) }
    const digest = createHash('sha256').update(JSON.stringify([body ?? null, wanted])).digest('hex')
    const known = await findApi(client, wanted.name)
    if (known?.tags?.[DIGEST_TAG] === digest) return ensured(known, stack, 'unchanged')
    const api = known ? await change(client, known, wanted) : await client.send(new CreateRestApiCommand(wanted))
    // The definition's own name and description come after: in CloudFormation the properties win.
    if (body !== undefined) {
      const imported = await client.send(new PutRestApiCommand({ restApiId: api.id!, mode: 'overwrite', body: Buffer.from(body) }))
      await change(client, imported, wanted)
    }
    await client.send(new TagResourceCommand({ resourceArn: arnOf(api.id!, stack), tags: { [DIGEST_TAG]: digest } }))
    return ensured(api, stack, known ? 'updated' : 'created')
  },
}

/** The API's tag names its deployments by their logical ids: a deployment is made once, and another one has another id. */
export const deployment: ResourceHandler = {
  type: 'AWS::ApiGateway::Deployment',
  async ensure(resource, stack) {
    const { CreateDeploymentCommand, GetDeploymentsCommand, GetTagsCommand, TagResourceCommand } = await import('@aws-sdk/client-api-gateway')
    const client = await stack.clients.restapis()
    const restApiId = text(resource, 'RestApiId')
    const resourceArn = arnOf(restApiId, stack)
    const tag = `sandbox:deployment:${resource.logicalId}`
    const known = (await client.send(new GetTagsCommand({ resourceArn }))).tags?.[tag]
    const { items = [] } = await client.send(new GetDeploymentsCommand({ restApiId, limit: 500 }))
    if (known !== undefined && items.some(({ id }) => id === known)) return deployed(known, 'unchanged')
    const { Description: description, StageName: stageName } = resource.properties
    const input = { restApiId, ...(description === undefined ? {} : { description: String(description) }), ...(stageName === undefined ? {} : { stageName: String(stageName) }) }
    const { id } = await client.send(new CreateDeploymentCommand(input))
    await client.send(new TagResourceCommand({ resourceArn, tags: { [tag]: id! } }))
    return deployed(id!, 'created')
  },
}

const deployed = (id: string, action: Ensured['action']): Ensured => ({ ref: id, attributes: { DeploymentId: id }, action })

function ensured({ id = '', rootResourceId = '' }: RestApi, { clients, region }: StackContext, action: Ensured['action']): Ensured {
  const { edge } = clients.endpoints
  const address = edge === undefined ? `https://${id}.execute-api.${region}.amazonaws.com` : `${edge.replace(/\/$/, '')}/_aws/execute-api/${id}`
  return { ref: id, attributes: { RestApiId: id, RootResourceId: rootResourceId }, address, action }
}

async function findApi(client: APIGatewayClient, name: string): Promise<RestApi | undefined> {
  const { paginateGetRestApis } = await import('@aws-sdk/client-api-gateway')
  for await (const { items = [] } of paginateGetRestApis({ client }, { limit: 500 })) {
    const found = items.find((api) => api.name === name)
    if (found) return found
  }
  return undefined
}

type Settings = Omit<CreateRestApiCommandInput, 'name'> & { readonly name: string }

async function change(client: APIGatewayClient, known: RestApi, wanted: Settings): Promise<RestApi> {
  const { UpdateRestApiCommand } = await import('@aws-sdk/client-api-gateway')
  const texts = (['name', 'description', 'apiKeySource', 'disableExecuteApiEndpoint', 'minimumCompressionSize', 'policy'] as const)
    .filter((member) => wanted[member] !== undefined && wanted[member] !== known[member])
    .map((member): PatchOperation => ({ op: 'replace', path: `/${member}`, value: String(wanted[member]) }))
  const types = (wanted.binaryMediaTypes ?? []).map((type): PatchOperation => ({ op: 'add', path: `/binaryMediaTypes/${type.replaceAll('~', '~0').replaceAll('/', '~1')}` }))
  const patchOperations = [...texts, ...types]
  return patchOperations.length === 0 ? known : client.send(new UpdateRestApiCommand({ restApiId: known.id!, patchOperations }))
}

function settingsOf({ properties }: PlannedResource): Omit<CreateRestApiCommandInput, 'name'> {
  const { Description, ApiKeySourceType, BinaryMediaTypes, DisableExecuteApiEndpoint, EndpointConfiguration, MinimumCompressionSize, Policy } = properties
  const endpoint = pick((EndpointConfiguration ?? {}) as Record<string, unknown>, ['Types', 'VpcEndpointIds', 'IpAddressType'])
  return {
    ...(Description === undefined ? {} : { description: String(Description) }),
    ...(ApiKeySourceType === undefined ? {} : { apiKeySource: ApiKeySourceType as 'HEADER' }),
    ...(DisableExecuteApiEndpoint === undefined ? {} : { disableExecuteApiEndpoint: String(DisableExecuteApiEndpoint) === 'true' }),
    ...(MinimumCompressionSize === undefined ? {} : { minimumCompressionSize: Number(MinimumCompressionSize) }),
    ...(Policy === undefined ? {} : { policy: JSON.stringify(Policy) }),
    ...(endpoint['Types'] === undefined ? {} : { endpointConfiguration: { types: endpoint['Types'] as EndpointType[] } }),
    ...(Array.isArray(BinaryMediaTypes) ? { binaryMediaTypes: BinaryMediaTypes.map((type) => String(type).replaceAll('~1', '/')) } : {}),
  }
}

function bodyOf({ properties }: PlannedResource): string | undefined {
  const body = properties['Body']
  return body === undefined ? undefined : JSON.stringify(body)
}

/** CloudFormation takes the title of a definition for the name where there is none. */
function nameOf(resource: PlannedResource, body: string | undefined, stack: StackContext): string {
  const title = body === undefined ? undefined : (JSON.parse(body) as { info?: { title?: string } }).info?.title
  // Several APIs of one template may have the stack's name for their title, which SAM gives them all.
  if (resource.properties['Name'] !== undefined || title === undefined || title === stack.stackName) return physicalName(resource, 'Name', stack)
  return title
}

function arnOf(apiId: string, { region }: StackContext): string {
  return `arn:aws:apigateway:${region}::/restapis/${apiId}`
}
