import type { EventSourceMappingConfiguration, FunctionConfiguration, PublishLayerVersionCommandOutput } from '@aws-sdk/client-lambda'
import { ifThere, isAbsence, kept, omit, pick, tagMap, textOf, type Io, type Provider } from './provider.ts'
import { simple } from './simple.ts'

export const permission: Provider = {
  type: 'AWS::Lambda::Permission',
  properties: ['Action', 'EventSourceToken', 'FunctionName', 'FunctionUrlAuthType', 'InvokedViaFunctionUrl', 'Principal', 'PrincipalOrgID', 'SourceAccount', 'SourceArn'],
  required: ['Action', 'FunctionName', 'Principal'],
  replaces: [],
  async create(properties, io) {
    const StatementId = io.generatedName(100)
    await io.call('lambda', 'AddPermission', { ...properties, StatementId })
    return { physicalId: StatementId, attributes: { Id: StatementId } }
  },
  async delete(was, io) {
    await io.call('lambda', 'RemovePermission', { FunctionName: was.properties['FunctionName'], StatementId: was.physicalId })
  },
}

const mapping = (io: Io, UUID: string) => io.call<EventSourceMappingConfiguration>('lambda', 'GetEventSourceMapping', { UUID })

const settled = (io: Io, UUID: string) => io.until(async () => /^(Enabled|Disabled)$/.test((await mapping(io, UUID)).State ?? ''))

export const eventSourceMapping: Provider = {
  type: 'AWS::Lambda::EventSourceMapping',
  properties: ['BatchSize', 'BisectBatchOnFunctionError', 'DestinationConfig', 'Enabled', 'EventSourceArn', 'FilterCriteria', 'FunctionName', 'FunctionResponseTypes', 'MaximumBatchingWindowInSeconds', 'MaximumRecordAgeInSeconds', 'MaximumRetryAttempts', 'MetricsConfig', 'ParallelizationFactor', 'ScalingConfig', 'StartingPosition', 'StartingPositionTimestamp', 'Tags', 'TumblingWindowInSeconds'],
  required: ['FunctionName'],
  replaces: ['EventSourceArn', 'StartingPosition', 'StartingPositionTimestamp'],
  tags: { property: 'Tags', form: 'list' },
  async create(properties, io) {
    const at = properties['StartingPositionTimestamp']
    const input = { ...properties, ...(properties['Tags'] ? { Tags: tagMap(properties['Tags']) } : {}), ...(at === undefined ? {} : { StartingPositionTimestamp: Number(at) * 1000 }) }
    const { UUID, EventSourceMappingArn } = await io.call<EventSourceMappingConfiguration>('lambda', 'CreateEventSourceMapping', input)
    io.initiated(UUID!)
    await settled(io, UUID!)
    return { physicalId: UUID!, attributes: { Id: UUID!, EventSourceMappingArn: EventSourceMappingArn ?? '' } }
  },
  async update(properties, was, io, changed) {
    const cleared = pick({ Enabled: true, FilterCriteria: {}, FunctionResponseTypes: [], DestinationConfig: {}, MaximumRetryAttempts: -1, MaximumRecordAgeInSeconds: -1, BisectBatchOnFunctionError: false, ParallelizationFactor: 1, MaximumBatchingWindowInSeconds: 0, TumblingWindowInSeconds: 0 }, changed.filter((name) => properties[name] === undefined))
    await settled(io, was.physicalId)
    await io.call('lambda', 'UpdateEventSourceMapping', { ...cleared, ...omit(properties, ['Tags']), UUID: was.physicalId })
    await settled(io, was.physicalId)
    return kept(was)
  },
  async delete(was, io) {
    await settled(io, was.physicalId).catch(() => undefined)
    await ifThere(() => io.call('lambda', 'DeleteEventSourceMapping', { UUID: was.physicalId }))
    await io.until(() => mapping(io, was.physicalId).then(() => false, isAbsence))
  },
}

export const version: Provider = {
  type: 'AWS::Lambda::Version',
  properties: ['FunctionName', 'CodeSha256', 'Description', 'ProvisionedConcurrencyConfig', 'RuntimePolicy'],
  required: ['FunctionName'],
  replaces: ['FunctionName', 'CodeSha256', 'Description'],
  async create(properties, io) {
    const made = await io.call<FunctionConfiguration>('lambda', 'PublishVersion', properties)
    const [FunctionName, Qualifier] = [made.FunctionName!, made.Version!]
    io.initiated(made.FunctionArn!)
    await provision(io, FunctionName, Qualifier, properties['ProvisionedConcurrencyConfig'])
    return { physicalId: made.FunctionArn!, attributes: { Version: Qualifier, FunctionArn: made.FunctionArn! } }
  },
  async delete(was, io) {
    await io.call('lambda', 'DeleteFunction', { FunctionName: was.properties['FunctionName'], Qualifier: was.attributes['Version'] })
  },
}

async function provision(io: Io, FunctionName: string, Qualifier: string, config: unknown): Promise<void> {
  if (config === undefined) return
  await io.call('lambda', 'PutProvisionedConcurrencyConfig', { FunctionName, Qualifier, ...(config as object) })
}

export const alias: Provider = {
  type: 'AWS::Lambda::Alias',
  properties: ['FunctionName', 'FunctionVersion', 'Name', 'Description', 'RoutingConfig', 'ProvisionedConcurrencyConfig'],
  required: ['FunctionName', 'FunctionVersion', 'Name'],
  replaces: ['FunctionName', 'Name'],
  async create(properties, io) {
    const { AliasArn } = await io.call<{ AliasArn: string }>('lambda', 'CreateAlias', routed(properties))
    io.initiated(AliasArn)
    await provision(io, textOf(properties, 'FunctionName'), textOf(properties, 'Name'), properties['ProvisionedConcurrencyConfig'])
    return { physicalId: AliasArn, attributes: { AliasArn } }
  },
  async update(properties, was, io, changed) {
    await io.call('lambda', 'UpdateAlias', { Description: '', RoutingConfig: {}, ...routed(properties) })
    const [FunctionName, Qualifier] = [textOf(properties, 'FunctionName'), textOf(properties, 'Name')]
    if (changed.includes('ProvisionedConcurrencyConfig')) {
      if (properties['ProvisionedConcurrencyConfig'] === undefined) await io.call('lambda', 'DeleteProvisionedConcurrencyConfig', { FunctionName, Qualifier })
      else await provision(io, FunctionName, Qualifier, properties['ProvisionedConcurrencyConfig'])
    }
    return kept(was)
  },
  async delete(was, io) {
    await io.call('lambda', 'DeleteAlias', pick(was.properties, ['FunctionName', 'Name']))
  },
}

/** A template lists weights, the API has them by version. */
function routed(properties: Readonly<Record<string, unknown>>): object {
  const weights = (properties['RoutingConfig'] as { AdditionalVersionWeights?: { FunctionVersion: string; FunctionWeight: number }[] } | undefined)?.AdditionalVersionWeights
  if (!weights) return properties
  const AdditionalVersionWeights = Object.fromEntries(weights.map(({ FunctionVersion, FunctionWeight }) => [FunctionVersion, FunctionWeight]))
  return { ...properties, RoutingConfig: { AdditionalVersionWeights } }
}

export const layerVersion: Provider = {
  type: 'AWS::Lambda::LayerVersion',
  properties: ['CompatibleArchitectures', 'CompatibleRuntimes', 'Content', 'Description', 'LayerName', 'LicenseInfo'],
  required: ['Content'],
  replaces: [],
  async create(properties, io) {
    const LayerName = properties['LayerName'] ?? io.logicalId
    const { LayerVersionArn } = await io.call<PublishLayerVersionCommandOutput>('lambda', 'PublishLayerVersion', { ...properties, LayerName })
    return { physicalId: LayerVersionArn!, attributes: { LayerVersionArn: LayerVersionArn! } }
  },
  async delete(was, io) {
    const [, LayerName, VersionNumber] = /:layer:([^:]+):(\d+)$/.exec(was.physicalId) ?? []
    await io.call('lambda', 'DeleteLayerVersion', { LayerName, VersionNumber })
  },
}

export const layerVersionPermission: Provider = {
  type: 'AWS::Lambda::LayerVersionPermission',
  properties: ['Action', 'LayerVersionArn', 'OrganizationId', 'Principal'],
  required: ['Action', 'LayerVersionArn', 'Principal'],
  replaces: [],
  async create(properties, io) {
    const [, LayerName, VersionNumber] = layerOf(properties)
    const StatementId = io.generatedName(100)
    await io.call('lambda', 'AddLayerVersionPermission', { ...properties, LayerName, VersionNumber, StatementId })
    return { physicalId: `${textOf(properties, 'LayerVersionArn')}#${StatementId}`, attributes: { Id: `${textOf(properties, 'LayerVersionArn')}#${StatementId}` } }
  },
  async delete(was, io) {
    const [, LayerName, VersionNumber] = layerOf(was.properties)
    await io.call('lambda', 'RemoveLayerVersionPermission', { LayerName, VersionNumber, StatementId: was.physicalId.split('#')[1] })
  },
}

const layerOf = (properties: Readonly<Record<string, unknown>>) => /:layer:([^:]+):(\d+)$/.exec(String(properties['LayerVersionArn'])) ?? []

export const functionUrl: Provider = {
  type: 'AWS::Lambda::Url',
  properties: ['AuthType', 'Cors', 'InvokeMode', 'Qualifier', 'TargetFunctionArn'],
  required: ['AuthType', 'TargetFunctionArn'],
  replaces: ['Qualifier', 'TargetFunctionArn'],
  async create(properties, io) {
    const input = { ...properties, FunctionName: properties['TargetFunctionArn'] }
    const { FunctionArn, FunctionUrl } = await io.call<{ FunctionArn: string; FunctionUrl: string }>('lambda', 'CreateFunctionUrlConfig', input)
    return { physicalId: FunctionArn, attributes: { FunctionArn, FunctionUrl } }
  },
  async update(properties, was, io) {
    await io.call('lambda', 'UpdateFunctionUrlConfig', { Cors: {}, ...properties, FunctionName: properties['TargetFunctionArn'] })
    return kept(was)
  },
  async delete(was, io) {
    await io.call('lambda', 'DeleteFunctionUrlConfig', { ...pick(was.properties, ['Qualifier']), FunctionName: was.properties['TargetFunctionArn'] })
  },
}

export const eventInvokeConfig: Provider = {
  type: 'AWS::Lambda::EventInvokeConfig',
  properties: ['DestinationConfig', 'FunctionName', 'MaximumEventAgeInSeconds', 'MaximumRetryAttempts', 'Qualifier'],
  required: ['FunctionName', 'Qualifier'],
  replaces: ['FunctionName', 'Qualifier'],
  async create(properties, io) {
    await io.call('lambda', 'PutFunctionEventInvokeConfig', properties)
    return { physicalId: io.generatedName(128) }
  },
  async update(properties, was, io) {
    await io.call('lambda', 'PutFunctionEventInvokeConfig', properties)
    return { physicalId: was.physicalId }
  },
  async delete(was, io) {
    await io.call('lambda', 'DeleteFunctionEventInvokeConfig', pick(was.properties, ['FunctionName', 'Qualifier']))
  },
}

export const codeSigningConfig = simple({
  type: 'AWS::Lambda::CodeSigningConfig',
  service: 'lambda',
  properties: ['AllowedPublishers', 'CodeSigningPolicies', 'Description', 'Tags'],
  required: ['AllowedPublishers'],
  replaces: ['Tags'],
  create: 'CreateCodeSigningConfig',
  update: 'UpdateCodeSigningConfig',
  delete: 'DeleteCodeSigningConfig',
  id: 'CodeSigningConfigArn',
  inside: 'CodeSigningConfig',
  input: ({ Tags, ...rest }) => (Tags === undefined ? rest : { ...rest, Tags: tagMap(Tags) }),
  attributes: (made) => ({ CodeSigningConfigArn: made['CodeSigningConfigArn']!, CodeSigningConfigId: made['CodeSigningConfigId']! }),
})
