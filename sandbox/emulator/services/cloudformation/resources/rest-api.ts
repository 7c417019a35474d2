import type { RestApi } from '@aws-sdk/client-api-gateway'
import type { ValueMap } from '../../../../template/index.ts'
import { definitionOf } from './definition.ts'
import { listPatches, replaced, texts, type Patch } from './patches.ts'
import { pick, tagMap, type Io, type Made, type Provider } from './provider.ts'
import { retag } from './tags.ts'

/** Properties by the paths at which the API changes them. */
const PATHS: Readonly<Record<string, string>> = {
  Name: '/name', Description: '/description', ApiKeySourceType: '/apiKeySource', DisableExecuteApiEndpoint: '/disableExecuteApiEndpoint',
  MinimumCompressionSize: '/minimumCompressionSize', Policy: '/policy', SecurityPolicy: '/securityPolicy',
}
/** What the API takes for a property that the template no longer has, where it cannot be taken away. */
const DEFAULTS: ValueMap = { ApiKeySourceType: 'HEADER', DisableExecuteApiEndpoint: false }
const DEFINITION = ['Body', 'BodyS3Location', 'Mode', 'FailOnWarnings', 'Parameters']

export const restApi: Provider = {
  type: 'AWS::ApiGateway::RestApi',
  properties: [...Object.keys(PATHS), ...DEFINITION, 'BinaryMediaTypes', 'CloneFrom', 'EndpointConfiguration', 'Tags'],
  replaces: [],
  tags: { property: 'Tags', form: 'list' },
  async create(properties, io) {
    const body = await definitionOf(properties, io)
    const Name = properties['Name'] ?? titleOf(body) ?? ''
    const { ApiKeySourceType, BinaryMediaTypes, EndpointConfiguration, Tags, ...settings } = properties
    const made = await io.call<RestApi>('restapis', 'CreateRestApi', {
      ...settings,
      Name,
      ...(ApiKeySourceType === undefined ? {} : { apiKeySource: ApiKeySourceType }),
      ...(BinaryMediaTypes === undefined ? {} : { binaryMediaTypes: texts(BinaryMediaTypes).map(mediaType) }),
      ...(EndpointConfiguration === undefined ? {} : { EndpointConfiguration }),
      ...(Tags === undefined ? {} : { tags: tagMap(Tags) }),
    })
    io.initiated(made.id!)
    if (body !== undefined) await define(io, made.id!, body, properties)
    return shown(made)
  },
  async update(properties, was, io, changed) {
    const id = was.physicalId
    // What is behind the address may be another definition each time.
    const isRedefined = changed.some((name) => DEFINITION.includes(name)) || properties['BodyS3Location'] !== undefined
    const body = isRedefined ? await definitionOf(properties, io) : undefined
    if (body !== undefined) await define(io, id, body, properties)
    await patch(io, id, [...settingPatches(properties, changed), ...endpointPatches(was.properties, properties, changed), ...mediaPatches(was.properties, properties)])
    if (changed.includes('Tags')) await retag(io, 'restapis', { ResourceArn: arnOf(io, id) }, was, properties)
    return { physicalId: id, attributes: was.attributes }
  },
  async delete(was, io) {
    await io.call('restapis', 'DeleteRestApi', { RestApiId: was.physicalId })
  },
}

function shown({ id, rootResourceId }: RestApi): Made {
  return { physicalId: id!, attributes: { RestApiId: id!, RootResourceId: rootResourceId! } }
}

function titleOf(body: string | undefined): string | undefined {
  try {
    return (JSON.parse(body ?? '{}') as { info?: { title?: string } }).info?.title
  } catch {
    return /^ {0,4}title: *['"]?(.+?)['"]? *$/m.exec(body ?? '')?.[1]
  }
}

/** The document says what the API has; what the template says of the API itself comes on top of it. */
async function define(io: Io, RestApiId: string, body: string, properties: ValueMap): Promise<void> {
  await io.call('restapis', 'PutRestApi', { RestApiId, Mode: properties['Mode'] ?? 'overwrite', ...pick(properties, ['FailOnWarnings', 'Parameters']), Body: Buffer.from(body) })
  const given = Object.keys(properties)
  await patch(io, RestApiId, [...settingPatches(properties, given), ...endpointPatches({}, properties, given), ...mediaPatches({}, properties)])
}

function settingPatches(properties: ValueMap, changed: readonly string[]): Patch[] {
  return changed.flatMap((name) => (PATHS[name] === undefined ? [] : [replaced(PATHS[name], properties[name] ?? DEFAULTS[name])]))
}

const mediaPatches = (before: ValueMap, after: ValueMap): Patch[] =>
  listPatches('/binaryMediaTypes', texts(before['BinaryMediaTypes']).map(mediaType), texts(after['BinaryMediaTypes']).map(mediaType))

/** SAM writes `image~1png`, as patches do. */
const mediaType = (text: string) => text.replaceAll('~1', '/')

function endpointPatches(before: ValueMap, after: ValueMap, changed: readonly string[]): Patch[] {
  if (!changed.includes('EndpointConfiguration')) return []
  const [old, wanted] = [before, after].map((properties) => (properties['EndpointConfiguration'] ?? {}) as ValueMap) as [ValueMap, ValueMap]
  const type = texts(wanted['Types'])[0] ?? 'EDGE'
  const [were, are] = [texts(old['VpcEndpointIds']), texts(wanted['VpcEndpointIds'])]
  return [
    { op: 'replace', path: `/endpointConfiguration/types/${texts(old['Types'])[0] ?? 'EDGE'}`, value: type },
    ...(wanted['IpAddressType'] === undefined ? [] : [replaced('/endpointConfiguration/ipAddressType', wanted['IpAddressType'])]),
    ...are.filter((id) => !were.includes(id)).map((value): Patch => ({ op: 'add', path: '/endpointConfiguration/vpcEndpointIds', value })),
    ...were.filter((id) => !are.includes(id)).map((value): Patch => ({ op: 'remove', path: '/endpointConfiguration/vpcEndpointIds', value })),
  ]
}

async function patch(io: Io, RestApiId: string, patchOperations: readonly Patch[]): Promise<void> {
  if (patchOperations.length > 0) await io.call('restapis', 'UpdateRestApi', { RestApiId, patchOperations })
}

export const arnOf = (io: Pick<Io, 'region'>, restApiId: string) => `arn:aws:apigateway:${io.region}::/restapis/${restApiId}`
